using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// What is published to a group: a message that goes straight to every member's socket, or an event that every
/// member's consumer handles. Its bytes are encoded once and counted by reference, as <see cref="PreparedMessage"/>'s.
/// </summary>
public sealed class Publication
{
    private Publication(PreparedMessage message, string? eventType)
    {
        Message = message;
        EventType = eventType;
    }

    /// <summary>The bytes: of the message, or of the event's data.</summary>
    public PreparedMessage Message { get; }

    /// <summary>The event's type, such as <c>chat.message</c>; null if this is a message for the sockets.</summary>
    public string? EventType { get; }

    /// <summary>Makes a message for every member's socket. The maker holds a reference.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied.</param>
    public static Publication Broadcast(MessageType type, ReadOnlySpan<byte> payload) =>
        new(PreparedMessage.Create(type, payload), null);

    /// <summary>Makes an event for every member's consumer. The maker holds a reference.</summary>
    /// <param name="groupEvent">The event. Its data is copied.</param>
    public static Publication Event(GroupEvent groupEvent) =>
        new(PreparedMessage.Create(MessageType.Binary, groupEvent.Data.Span), groupEvent.Type);

    /// <summary>Takes a reference to the bytes.</summary>
    /// <returns>This publication.</returns>
    public Publication Retain()
    {
        Message.Retain();
        return this;
    }

    /// <summary>Gives a reference to the bytes back.</summary>
    public void Release() => Message.Release();
}
