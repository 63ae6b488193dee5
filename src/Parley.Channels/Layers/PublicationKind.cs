namespace Parley.Channels;

/// <summary>Whom a publication is for.</summary>
public enum PublicationKind
{
    /// <summary>Data for every member's client. It has a position and is kept.</summary>
    Message,

    /// <summary>An event for every member's consumer. It has a position and is kept.</summary>
    Event,

    /// <summary>
    /// Data for the clients that are here now, such as "is typing". It has no position, is not kept, and may overtake
    /// messages.
    /// </summary>
    Signal,
}
