using System.Threading.RateLimiting;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>What holds for sessions, the connections of the subprotocol <c>parley.v1</c>.</summary>
public sealed record SessionServerOptions
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    /// <summary>The options with every default.</summary>
    public static SessionServerOptions Default { get; } = new();

    /// <summary>
    /// How often a client has to ping. 25 s unless set. One that has sent nothing for so long and 65 s more is given up.
    /// </summary>
    public TimeSpan Heartbeat
    {
        get;
        init => field = Checked(value);
    } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// For how long a client may send a publication again. 15 minutes unless set. Not longer than the store remembers
    /// ids, <see cref="HistoryOptions.ResendWindow"/>, or what is sent again may come twice.
    /// </summary>
    public TimeSpan ResendWindow
    {
        get;
        init => field = Checked(value);
    } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The largest message taken from a client, in bytes, 1,024 or more. 65,536 unless set. Where the connection takes less,
    /// <see cref="ProtocolOptions.MaxMessageSize"/>, that counts.
    /// </summary>
    public int MaxMessageSize
    {
        get;
        init => field = AtLeast(1024, value);
    } = 65_536;

    /// <summary>How many groups a session may be in. 10,000 unless set.</summary>
    public int MaxGroups
    {
        get;
        init => field = AtLeast(1, value);
    } = 10_000;

    /// <summary>
    /// The least time after which clients may come back when the server stops; each is told a time up to twice as long.
    /// 1 s unless set.
    /// </summary>
    public TimeSpan DrainPause
    {
        get;
        init => field = Checked(value);
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Decides about each operation: null lets it happen; a refusal, which may be a sentence alone, is told to the client.
    /// Everybody may do everything unless set. Called on the connection's loop, so what it does before it first waits must not block;
    /// the client's next requests wait for it.
    /// </summary>
    public Func<SessionAccess, CancellationToken, ValueTask<SessionRefusal?>>? Authorize { get; init; }

    /// <summary>
    /// Checks a fresh token that a client sends on the open connection: whom it belongs to, or null if it is not good.
    /// Without it no token is taken. It runs as <see cref="Authorize"/> does. Another user's token is refused.
    /// </summary>
    public Func<string, CancellationToken, ValueTask<SessionIdentity?>>? Authenticate { get; init; }

    /// <summary>How many requests one connection may send; any number unless set. Pings count nothing.</summary>
    public TokenBucketRateLimiterOptions? ConnectionLimit { get; init; }

    /// <summary>How many requests one user may send on all of its connections to this server; any number unless set.</summary>
    public TokenBucketRateLimiterOptions? UserLimit { get; init; }

    private static TimeSpan Checked(TimeSpan value) => value > TimeSpan.Zero && value <= _longest
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A time above zero and up to a day is expected.");

    private static int AtLeast(int least, int value) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"A number from {least} on is expected.");
}
