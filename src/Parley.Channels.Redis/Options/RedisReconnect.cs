namespace Parley.Channels.Redis;

/// <summary>How a lost connection to Redis is tried again.</summary>
public sealed record RedisReconnect
{
    /// <summary>The wait before the first new try: 50 ms unless set. It doubles with each, and is jittered.</summary>
    public TimeSpan FirstDelay { get; init => field = RedisOptions.Positive(value); } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between two tries: 5 s unless set.</summary>
    public TimeSpan MaxDelay { get; init => field = RedisOptions.Positive(value); } = TimeSpan.FromSeconds(5);
}
