namespace Parley.Channels;

/// <summary>When to ping, and when to give a connection up because nothing has come since: the reference's section 10.</summary>
/// <param name="patience">How long something may take to come after a ping.</param>
internal sealed class ClientHeartbeat(TimeSpan patience)
{
    private TimeSpan _interval;
    private TimeSpan _pingDue = TimeSpan.MaxValue;
    private TimeSpan _answerDue = TimeSpan.MaxValue;
    private bool _isPaused;

    public TimeSpan Due => _isPaused || _pingDue < _answerDue ? _pingDue : _answerDue;

    public bool IsLost(TimeSpan now) => !_isPaused && now >= _answerDue;

    public void Start(TimeSpan now, TimeSpan interval)
    {
        _interval = interval;
        _pingDue = now + interval;
        _answerDue = TimeSpan.MaxValue;
        _isPaused = false;
    }

    /// <summary>Whatever comes shows that the server is there.</summary>
    public void OnReceived() => _answerDue = TimeSpan.MaxValue;

    /// <summary>Whether a ping is due. If so it counts as sent.</summary>
    public bool TakePing(TimeSpan now)
    {
        if (now < _pingDue)
        {
            return false;
        }

        _pingDue = now + _interval;
        OnPing(now);
        return true;
    }

    /// <summary>A ping is sent out of turn.</summary>
    public void OnPing(TimeSpan now) => _answerDue = _answerDue == TimeSpan.MaxValue ? now + patience : _answerDue;

    /// <summary>While the client itself does not read, nothing can come.</summary>
    public void Pause(TimeSpan now, bool isPaused)
    {
        _isPaused = isPaused;
        _answerDue = isPaused || _answerDue == TimeSpan.MaxValue ? _answerDue : now + patience;
    }
}
