namespace Parley.Channels.Redis;

/// <summary>Which Redis to talk to, as whom, and within which bounds.</summary>
public sealed record RedisOptions
{
    /// <summary>
    /// Where to find Redis: 127.0.0.1:6379 unless set. Of a Redis Cluster a few nodes are enough: the others are asked
    /// for. That it is a cluster is seen by itself.
    /// </summary>
    public IReadOnlyList<RedisEndpoint> Endpoints
    {
        get;
        init => field = value is { Count: > 0 }
            ? value
            : throw new ArgumentException("At least one address of Redis is expected.", nameof(value));
    } = [new RedisEndpoint("127.0.0.1")];

    /// <summary>The ACL user. Null, unless set, is the user <c>default</c>.</summary>
    public string? User { get; init; }

    /// <summary>The password. Null unless set: nothing is sent.</summary>
    public string? Password { get; init; }

    /// <summary>The database's number: 0 unless set. Redis Cluster has 0 only.</summary>
    public int Database
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A database's number is 0 or more.");
    }

    /// <summary>How the connection is encrypted. Null, unless set: not at all.</summary>
    public RedisTls? Tls { get; init; }

    /// <summary>What CLIENT LIST shows: <c>parley</c> unless set, without spaces.</summary>
    public string ClientName { get; init; } = "parley";

    /// <summary>How long connecting may take, signing in included: 5 s unless set.</summary>
    public TimeSpan ConnectTimeout { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command may take, the wait for a connection included: 5 s unless set.</summary>
    public TimeSpan CommandTimeout { get; init => field = Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may be silent before the server is asked whether it is there: 15 s unless set.</summary>
    public TimeSpan KeepaliveInterval { get; init => field = Positive(value); } = TimeSpan.FromSeconds(15);

    /// <summary>How a lost connection is tried again.</summary>
    public RedisReconnect Reconnect { get; init; } = new();

    /// <summary>What may wait for Redis.</summary>
    public RedisWaiting Waiting { get; init; } = new();

    /// <summary>How large a reply may be.</summary>
    public RedisReplyLimits ReplyLimits { get; init; } = new();

    /// <summary>The clock for all of it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Reads <c>redis://user:password@host:port/database</c>, <c>rediss://…</c> for TLS, or
    /// <c>unix:///path?db=1</c>. Several hosts of a cluster are written <c>redis://a:7000,b:7000</c>. Bytes that have a
    /// meaning in URLs are written <c>%2F</c>.
    /// </summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="FormatException">It is no such URL; the message says what is wrong, and shows no password.</exception>
    public static RedisOptions Parse(string url) => RedisUrl.Parse(url);

    /// <summary>Where it is, without a password.</summary>
    public override string ToString() => string.Join(',', Endpoints);

    internal static TimeSpan Positive(TimeSpan value) => value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A time longer than zero is expected.");
}
