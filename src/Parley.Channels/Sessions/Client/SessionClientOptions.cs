using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>How a <see cref="SessionClient"/> connects and comes back.</summary>
public sealed record SessionClientOptions
{
    // A page of history is about 1 MiB of data and what stands round it; a list of 1,000 members shows up to 4 MiB.
    private const int LongestMessage = 16 * 1024 * 1024;

    /// <summary>The server: <c>ws://host:port/path</c>. The path joins no group.</summary>
    public required Uri Uri { get; init; }

    /// <summary>
    /// Asked for a bearer token before every attempt, which goes as <c>Authorization: Bearer TOKEN</c>; null or empty for
    /// none. One that throws is a failed attempt. Runs on the thread pool.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; init; }

    /// <summary>
    /// How the WebSocket is opened. The subprotocols are the client's own affair. Unless set, messages of up to 16 MiB are
    /// taken.
    /// </summary>
    public WebSocketClientOptions WebSocket { get; init; } = new()
    {
        Connection = new ConnectionOptions { Protocol = new ProtocolOptions { MaxMessageSize = LongestMessage } },
    };

    /// <summary>
    /// The longest first pause before another attempt. 1 s unless set. It doubles with each failure; each pause is a random
    /// part of what it may be.
    /// </summary>
    public TimeSpan MinPause
    {
        get;
        init => field = Positive(value, nameof(MinPause));
    } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause there is. 20 s unless set.</summary>
    public TimeSpan MaxPause
    {
        get;
        init => field = Positive(value, nameof(MaxPause));
    } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a welcome and an answer to a ping may take. Then the connection is lost. 10 s unless set.
    /// </summary>
    public TimeSpan Timeout
    {
        get;
        init => field = Positive(value, nameof(Timeout));
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many publications may wait for the server. 1,000 unless set; one more is refused with
    /// <see cref="SessionException.OutboxFull"/>.
    /// </summary>
    public int OutboxPublications
    {
        get;
        init => field = Positive(value, nameof(OutboxPublications));
    } = 1000;

    /// <summary>
    /// How many events of a group may wait for their reader before the client reads no further. 1,024 unless set. See
    /// <see cref="SessionSubscription.ReadAllAsync"/>.
    /// </summary>
    public int InboxEvents
    {
        get;
        init => field = Positive(value, nameof(InboxEvents));
    } = 1024;

    /// <summary>The same in bytes. 1 MiB unless set.</summary>
    public int InboxBytes
    {
        get;
        init => field = Positive(value, nameof(InboxBytes));
    } = 1024 * 1024;

    /// <summary>
    /// Told of each change of <see cref="SessionClient.State"/>, one after the other, in their order. Runs on whichever thread
    /// brings the change about, and must not block.
    /// </summary>
    public Action<SessionClientStateChange>? OnStateChanged { get; init; }

    /// <summary>The clock. The system's unless set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where lost connections and refusals that belong to no call are logged. Nowhere unless set.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A time above zero is expected.");

    private static int Positive(int value, string name) => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A number above zero is expected.");
}
