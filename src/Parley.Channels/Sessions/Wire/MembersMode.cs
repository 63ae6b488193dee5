namespace Parley.Channels;

/// <summary>What a session is told of who is in a group.</summary>
internal enum MembersMode
{
    List,
    Count,
    None,
}
