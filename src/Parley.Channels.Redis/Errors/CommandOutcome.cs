namespace Parley.Channels.Redis;

/// <summary>What is known of a command that got no reply.</summary>
public enum CommandOutcome
{
    /// <summary>It was never sent.</summary>
    NotSent,

    /// <summary>It was sent, and may have been carried out.</summary>
    Unknown,
}
