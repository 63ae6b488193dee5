namespace Parley.Protocol;

/// <summary>What a <see cref="ReceivedEvent"/> tells.</summary>
public enum ReceivedEventKind
{
    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A piece of a message, with <see cref="MessageDelivery.Parts"/> only.</summary>
    Part,

    /// <summary>The last piece of a message, with <see cref="MessageDelivery.Parts"/> only. It may be empty.</summary>
    LastPart,

    /// <summary>A ping. It has been answered, or will be when output flows again.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>The peer's Close frame. If it was the first, it has been answered.</summary>
    Close,

    /// <summary>The peer broke the protocol. It has been told so in a Close frame.</summary>
    Error,
}
