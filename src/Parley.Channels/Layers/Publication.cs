using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// What is published to a group, once: data for every member's client, or an event that every member's consumer handles.
/// Its bytes are encoded once and counted by reference, as its <see cref="PreparedMessage"/> is: whoever keeps it calls
/// <see cref="Retain"/>, and everyone calls <see cref="Release"/> when done, the maker included. Any thread may call any
/// member.
/// </summary>
public sealed class Publication
{
    // None for a raw message of nobody in particular, which is what a busy room is full of.
    private PublicationDetails? _details;

    private Publication(PreparedMessage message, PublicationDetails? details)
    {
        Message = message;
        _details = details;
    }

    /// <summary>Whom it is for.</summary>
    public PublicationKind Kind => _details?.Kind ?? PublicationKind.Message;

    /// <summary>What the bytes are.</summary>
    public DataForm Form => _details?.Form ?? FormOf(Message.Type);

    /// <summary>The bytes, as a frame for the sockets of members that speak no subprotocol. JSON goes as text.</summary>
    public PreparedMessage Message { get; }

    /// <summary>The bytes alone. Valid while a reference is held.</summary>
    public ReadOnlySpan<byte> Data => Message.Payload;

    /// <summary>The event's type, such as <c>chat.message</c>; null if this is no event.</summary>
    public string? EventType => _details?.EventType;

    /// <summary>Whom it comes from.</summary>
    public PublicationOrigin Origin => _details?.Origin ?? default;

    /// <summary>
    /// The channel of a member that is left out, such as the sender; the default value for nobody. It concerns those who
    /// are here now: history does not keep it.
    /// </summary>
    public ChannelName Except => _details?.Except ?? default;

    /// <summary>
    /// When it was published, in UTC, as history has it; the default value before, and if there is no history.
    /// </summary>
    public DateTimeOffset At => _details?.At ?? default;

    /// <summary>
    /// The bytes that it counts for in history: its data, its texts, and <see cref="HistoryOptions.PublicationOverhead"/>.
    /// Valid while a reference is held.
    /// </summary>
    public long HistorySize => HistoryOptions.PublicationOverhead + Data.Length + (_details?.TextSize ?? 0);

    /// <summary>Makes a publication. The maker holds a reference.</summary>
    /// <param name="kind">Whom it is for.</param>
    /// <param name="form">What the bytes are.</param>
    /// <param name="data">The bytes; text and JSON must be UTF-8. Copied.</param>
    /// <param name="origin">Whom it comes from.</param>
    /// <param name="eventType">The type of an <see cref="PublicationKind.Event"/>.</param>
    /// <param name="except">The channel of a member that is left out; nobody's unless given.</param>
    /// <exception cref="ArgumentException">An event without a type, or a type and no event.</exception>
    public static Publication Create(
        PublicationKind kind,
        DataForm form,
        ReadOnlySpan<byte> data,
        PublicationOrigin origin = default,
        string? eventType = null,
        ChannelName except = default)
    {
        if ((kind == PublicationKind.Event) != (eventType is not null))
        {
            throw new ArgumentException("An event has a type, and nothing else has one.", nameof(eventType));
        }

        PreparedMessage message = PreparedMessage.Create(form == DataForm.Bytes ? MessageType.Binary : MessageType.Text, data);
        bool isPlain = kind == PublicationKind.Message && form != DataForm.Json && origin == default && except == default;
        return new Publication(
            message, isPlain ? null : new PublicationDetails(kind, form, origin, eventType) { Except = except });
    }

    /// <summary>Makes a message for every member. The maker holds a reference.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied.</param>
    /// <param name="origin">Whom it comes from.</param>
    /// <param name="except">The channel of a member that is left out; nobody's unless given.</param>
    public static Publication Broadcast(
        MessageType type, ReadOnlySpan<byte> payload, PublicationOrigin origin = default, ChannelName except = default) =>
        Create(PublicationKind.Message, FormOf(type), payload, origin, except: except);

    /// <summary>Makes an event for every member's consumer. The maker holds a reference.</summary>
    /// <param name="groupEvent">The event. Its data is copied.</param>
    /// <param name="origin">Whom it comes from.</param>
    /// <param name="except">The channel of a member that is left out; nobody's unless given.</param>
    public static Publication Event(
        GroupEvent groupEvent, PublicationOrigin origin = default, ChannelName except = default) =>
        Create(PublicationKind.Event, DataForm.Bytes, groupEvent.Data.Span, origin, groupEvent.Type, except);

    /// <summary>
    /// Says when it was published. For history stores, before anybody else hears of the publication.
    /// </summary>
    /// <param name="at">The time.</param>
    public void Stamp(DateTimeOffset at)
    {
        _details ??= new PublicationDetails(Kind, Form, default, null);
        _details.At = at.ToUniversalTime();
    }

    /// <summary>Takes a reference to the bytes. The caller must hold one, or know someone who does.</summary>
    /// <returns>This publication.</returns>
    /// <exception cref="ObjectDisposedException">The last reference was released.</exception>
    public Publication Retain()
    {
        Message.Retain();
        return this;
    }

    /// <summary>
    /// Gives a reference to the bytes back. After the last one they must not be touched any more.
    /// </summary>
    public void Release() => Message.Release();

    private static DataForm FormOf(MessageType type) => type == MessageType.Text ? DataForm.Text : DataForm.Bytes;
}
