namespace Parley.Protocol;

/// <summary>One thing that came in. Its payload is valid until the protocol's next call.</summary>
public readonly ref struct ReceivedEvent
{
    private ReceivedEvent(ReceivedEventKind kind, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Payload = payload;
    }

    /// <summary>What it is.</summary>
    public ReceivedEventKind Kind { get; }

    /// <summary>
    /// The message's or the piece's bytes, unmasked, and checked to be UTF-8 if it is text; a ping's or a pong's
    /// payload; or the reason of a Close frame, in UTF-8.
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Of a message or a piece of one: text or binary.</summary>
    public MessageType MessageType { get; private init; }

    /// <summary>
    /// Of a Close frame: its code, <see cref="CloseCode.NoStatusReceived"/> if it held none. Of an error: the code the
    /// peer was sent.
    /// </summary>
    public CloseCode CloseCode { get; private init; }

    /// <summary>Of an error: what the peer did.</summary>
    public ProtocolError? Error { get; private init; }

    internal static ReceivedEvent Data(ReceivedEventKind kind, MessageType type, ReadOnlySpan<byte> payload) =>
        new(kind, payload) { MessageType = type };

    internal static ReceivedEvent Control(ReceivedEventKind kind, ReadOnlySpan<byte> payload) => new(kind, payload);

    internal static ReceivedEvent Closed(CloseCode code, ReadOnlySpan<byte> reason) =>
        new(ReceivedEventKind.Close, reason) { CloseCode = code };

    internal static ReceivedEvent Failed(ProtocolError error) =>
        new(ReceivedEventKind.Error, default) { CloseCode = error.Code, Error = error };
}
