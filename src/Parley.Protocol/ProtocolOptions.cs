namespace Parley.Protocol;

/// <summary>Limits and deadlines of a connection. Immutable; one instance serves any number of connections.</summary>
public sealed record ProtocolOptions
{
    /// <summary>The options with every default.</summary>
    public static ProtocolOptions Default { get; } = new();

    /// <summary>
    /// The largest message taken, in bytes. 1 MiB unless set. A larger one fails the connection with 1009 at the
    /// header that crosses the limit; nothing is allocated for a length that is only claimed.
    /// </summary>
    public int MaxMessageSize
    {
        get;
        init => field = value > 0 ? value : throw NotPositive(nameof(MaxMessageSize), value);
    } = 1024 * 1024;

    /// <summary>
    /// How many fragments a message may come in; one more is taken for each 64 bytes received. 1,024 unless set. More
    /// fail the connection with 1008: empty ones would never reach <see cref="MaxMessageSize"/>.
    /// </summary>
    public int MaxFragments
    {
        get;
        init => field = value > 0 ? value : throw NotPositive(nameof(MaxFragments), value);
    } = 1024;

    /// <summary>
    /// How messages are compressed if the peer agrees in the handshake (RFC 7692); null, unless set, for no compression.
    /// <see cref="MaxMessageSize"/> holds for the inflated message, while it is inflated.
    /// </summary>
    public DeflateOptions? Deflate { get; init; }

    /// <summary>Whether a message that comes in pieces is handed out whole or piece by piece. Whole unless set.</summary>
    public MessageDelivery Delivery { get; init; } = MessageDelivery.Whole;

    /// <summary>
    /// How long nothing may come, at most, before a ping is sent. 20 s unless set; <see cref="Timeout.InfiniteTimeSpan"/>
    /// for no pings. After what was no answer to a ping, the ping comes up to half of it earlier, each connection's at
    /// its own moment.
    /// </summary>
    public TimeSpan PingInterval
    {
        get;
        init => field = CheckTime(nameof(PingInterval), value);
    } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long nothing may come after a ping before the peer counts as lost. 20 s unless set;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </summary>
    public TimeSpan PongTimeout
    {
        get;
        init => field = CheckTime(nameof(PongTimeout), value);
    } = TimeSpan.FromSeconds(20);

    /// <summary>How long the peer may take to answer a Close frame. 5 s unless set.</summary>
    public TimeSpan CloseTimeout
    {
        get;
        init => field = CheckTime(nameof(CloseTimeout), value);
    } = TimeSpan.FromSeconds(5);

    private static TimeSpan CheckTime(string name, TimeSpan value) =>
        value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A positive time is expected, or the infinite one.");

    private static ArgumentOutOfRangeException NotPositive(string name, int value) =>
        new(name, value, "A number above zero is expected.");
}
