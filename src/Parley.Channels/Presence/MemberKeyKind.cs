namespace Parley.Channels;

/// <summary>What a <see cref="MemberKey"/> names: a connection may be called as a user is.</summary>
internal enum MemberKeyKind
{
    User,
    Client,
}
