namespace Parley.Channels.Redis;

/// <summary>There was no connection to Redis, or it was lost.</summary>
public sealed class RedisConnectionException : RedisException
{
    /// <summary>Says what was lost.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="outcome">What is known of the command.</param>
    /// <param name="innerException">Why, if that is known.</param>
    public RedisConnectionException(string message, CommandOutcome outcome, Exception? innerException = null)
        : base(message, innerException) => Outcome = outcome;

    /// <summary>Whether the command may have been carried out.</summary>
    public CommandOutcome Outcome { get; }
}
