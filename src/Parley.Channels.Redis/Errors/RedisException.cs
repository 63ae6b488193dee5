namespace Parley.Channels.Redis;

/// <summary>Something went wrong between here and Redis. What it was is said by the classes below it.</summary>
public abstract class RedisException : IOException
{
    private protected RedisException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
