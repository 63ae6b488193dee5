namespace Parley.Channels.Redis;

/// <summary>Redis did not reply within the time that a command may take.</summary>
public sealed class RedisTimeoutException : RedisException
{
    /// <summary>Says what took too long.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="outcome">What is known of the command.</param>
    /// <param name="innerException">Why there was no connection meanwhile, if that is so.</param>
    public RedisTimeoutException(string message, CommandOutcome outcome, Exception? innerException = null)
        : base(message, innerException) => Outcome = outcome;

    /// <summary>Whether the command may have been carried out.</summary>
    public CommandOutcome Outcome { get; }
}
