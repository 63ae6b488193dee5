using Parley.Protocol;

namespace Parley;

/// <summary>What holds for a connection, a server's or a client's. Immutable; shared by any number of connections.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The options with every default.</summary>
    public static ConnectionOptions Default { get; } = new();

    /// <summary>The protocol's limits and deadlines: the largest message, pings, the close handshake.</summary>
    public ProtocolOptions Protocol { get; init; } = ProtocolOptions.Default;

    /// <summary>
    /// How many bytes may wait to be sent, 1 MiB unless set. Up to the mark one more message is always taken, however
    /// large. Past it <see cref="WebSocketConnection.Send(MessageType, ReadOnlySpan{byte})"/> refuses, SendAsync waits,
    /// reading pauses, and a group's <see cref="SlowReaderPolicy"/> decides.
    /// </summary>
    public int OutboundMark
    {
        get;
        init => field = Positive(nameof(OutboundMark), value);
    } = 1024 * 1024;

    /// <summary>How many received messages may wait for a reader before reading pauses. 64 unless set.</summary>
    public int InboxMessages
    {
        get;
        init => field = Positive(nameof(InboxMessages), value);
    } = 64;

    /// <summary>How many bytes of received messages may wait for a reader before reading pauses. 1 MiB unless set.</summary>
    public int InboxBytes
    {
        get;
        init => field = Positive(nameof(InboxBytes), value);
    } = 1024 * 1024;

    private static int Positive(string name, int value) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A number above zero is expected.");
}
