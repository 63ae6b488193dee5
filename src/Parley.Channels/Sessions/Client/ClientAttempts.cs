using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Until when an attempt to connect must have succeeded, and when the next one is made: the reference's section 10.
/// </summary>
/// <param name="backoff">How long the pauses are.</param>
/// <param name="patience">How long an attempt may take, up to the welcome.</param>
internal sealed class ClientAttempts(ClientBackoff backoff, TimeSpan patience)
{
    private TimeSpan? _openedAt;

    // After what time the server may be asked again, as it said; and when that is.
    private TimeSpan _drain;
    private TimeSpan _notBefore;

    /// <summary>While connecting: until when a welcome must have come. While waiting: when the next attempt is made.</summary>
    public TimeSpan Due { get; private set; }

    public void Begin(TimeSpan now)
    {
        Due = now + patience;
        _openedAt = null;
        _drain = TimeSpan.Zero;
    }

    public void OnWelcome(TimeSpan now) => _openedAt = now;

    /// <summary>The server goes away, and says after what time it may be asked again.</summary>
    public void OnDrain(TimeSpan retryAfter) => _drain = retryAfter;

    /// <summary>The connection is lost, or was not made.</summary>
    /// <returns>The pause before the next attempt.</returns>
    public TimeSpan OnLost(TimeSpan now, CloseCode code)
    {
        TimeSpan pause = backoff.Next(code, now - (_openedAt ?? now), _drain);
        Due = now + pause;
        _notBefore = now + _drain;
        return pause;
    }

    /// <summary>Whether a pause may be cut short: not that which the server has asked for.</summary>
    public bool MayHurry(TimeSpan now) => now >= _notBefore;
}
