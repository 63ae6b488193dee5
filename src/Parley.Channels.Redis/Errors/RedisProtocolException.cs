namespace Parley.Channels.Redis;

/// <summary>The server sent what is no reply of Redis, another type than the command has, or more than the limits allow.</summary>
public sealed class RedisProtocolException : RedisException
{
    /// <summary>Says what was expected and what came.</summary>
    /// <param name="message">The sentence.</param>
    public RedisProtocolException(string message)
        : base(message)
    {
    }
}
