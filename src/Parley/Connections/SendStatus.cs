namespace Parley;

/// <summary>What became of a message that was sent without waiting.</summary>
public enum SendStatus
{
    /// <summary>It was taken and will be sent.</summary>
    Taken,

    /// <summary>It was not taken: more than the outbound mark waits for a peer that reads slowly.</summary>
    Full,

    /// <summary>It was not taken: the connection is closing or closed.</summary>
    Closed,
}
