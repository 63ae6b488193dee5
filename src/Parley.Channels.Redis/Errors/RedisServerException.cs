namespace Parley.Channels.Redis;

/// <summary>Redis answered with an error, as <c>WRONGPASS</c>, <c>OOM</c> or <c>READONLY</c>.</summary>
public sealed class RedisServerException : RedisException
{
    /// <summary>Keeps the server's words.</summary>
    /// <param name="message">The error as the server sent it: a code, a space, and words.</param>
    public RedisServerException(string message)
        : base(message)
    {
        int end = message.IndexOf(' ', StringComparison.Ordinal);
        Code = end < 0 ? message : message[..end];
    }

    /// <summary>The error's first word, as <c>NOPERM</c>.</summary>
    public string Code { get; }
}
