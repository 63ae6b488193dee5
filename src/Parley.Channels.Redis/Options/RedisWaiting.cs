namespace Parley.Channels.Redis;

/// <summary>What may wait for Redis, over all connections of a client.</summary>
public sealed record RedisWaiting
{
    /// <summary>What becomes of commands while there is no connection: they wait unless set.</summary>
    public WhileDisconnected WhileDisconnected { get; init; }

    /// <summary>How many commands may wait for their replies: 100,000 unless set.</summary>
    public int MaxCommands
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one command must be able to wait.");
    } = 100_000;

    /// <summary>
    /// How many bytes of commands may wait for their replies: 64 MiB unless set. While less waits, one more command is
    /// always taken, however large.
    /// </summary>
    public long MaxBytes
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one byte must be able to wait.");
    } = 64 * 1024 * 1024;
}
