namespace Parley.Channels;

/// <summary>A client's clock.</summary>
internal sealed class SessionClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The time since the client began. It never goes back, but may stand still while the machine sleeps.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>The time of day. It goes on while the machine sleeps, but may be set back.</summary>
    public DateTimeOffset Utc => time.GetUtcNow();
}
