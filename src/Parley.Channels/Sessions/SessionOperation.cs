namespace Parley.Channels;

/// <summary>What a session's client wants to do in a group.</summary>
public enum SessionOperation
{
    /// <summary>
    /// Join it: be a member for the others, hear what is published, and recover what was missed if it says from where.
    /// </summary>
    Join,

    /// <summary>Read what was published before, in pages, or by joining from the beginning.</summary>
    ReadHistory,

    /// <summary>Publish to it.</summary>
    Publish,

    /// <summary>Tell those who are there now something that is not kept.</summary>
    Signal,
}
