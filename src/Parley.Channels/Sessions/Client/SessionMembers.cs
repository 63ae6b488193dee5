namespace Parley.Channels;

/// <summary>What a session is told of who is in a group.</summary>
public enum SessionMembers
{
    /// <summary>Each member; in a large group their number.</summary>
    List,

    /// <summary>How many there are.</summary>
    Count,

    /// <summary>Nothing.</summary>
    None,
}
