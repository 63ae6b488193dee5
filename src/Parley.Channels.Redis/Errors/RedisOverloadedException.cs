namespace Parley.Channels.Redis;

/// <summary>More commands wait for Redis than may: it is slower than what is asked of it, or gone. The command was not sent.</summary>
public sealed class RedisOverloadedException : RedisException
{
    /// <summary>Says how many wait.</summary>
    /// <param name="message">The sentence.</param>
    public RedisOverloadedException(string message)
        : base(message)
    {
    }
}
