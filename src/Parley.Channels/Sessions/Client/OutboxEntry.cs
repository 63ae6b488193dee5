namespace Parley.Channels;

/// <summary>A publication that waits for its answer. Kept as text: what is sent again is the same, byte by byte.</summary>
internal sealed class OutboxEntry(string id, byte[] text)
{
    private readonly TaskCompletionSource<SessionPublished> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan? _firstSent;
    private DateTimeOffset _firstSentUtc;

    public string Id => id;

    public byte[] Text => text;

    public Task<SessionPublished> Answer => _answer.Task;

    public bool WasSent => _firstSent is not null;

    /// <summary>Whether it is on its way on the connection that is open now.</summary>
    public bool IsOnItsWay { get; set; }

    public void OnSent(SessionClock clock)
    {
        IsOnItsWay = true;
        if (_firstSent is null)
        {
            _firstSent = clock.Now;
            _firstSentUtc = clock.Utc;
        }
    }

    /// <summary>Whether the server may have forgotten its id. Of two clocks that may be slow the faster one counts.</summary>
    public bool IsOlderThan(TimeSpan age, SessionClock clock) =>
        _firstSent is { } sent && (clock.Now - sent > age || clock.Utc - _firstSentUtc > age);

    public void Resolve(SessionPublished published) => _answer.TrySetResult(published);

    public void Reject(SessionException reason) => _answer.TrySetException(reason);
}
