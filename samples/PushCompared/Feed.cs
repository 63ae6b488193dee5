namespace PushCompared;

/// <summary>What happened: the latest 100 events, each with a number and its time in milliseconds.</summary>
internal sealed class Feed(TimeProvider time)
{
    private readonly Lock _lock = new();
    private volatile Event[] _events = [];
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long LastId => _events is [.., Event last] ? last.Id : 0;

    public void Publish()
    {
        lock (_lock)
        {
            _events = [.. _events.TakeLast(99), new Event(LastId + 1, Now)];
            Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    public Event[] After(long id) => [.. _events.Where(item => item.Id > id)];

    /// <summary>The events after one, or none if the waiting has been ended.</summary>
    public async Task<Event[]> WaitAsync(long id, CancellationToken end)
    {
        Task next = _next.Task;
        if (After(id) is { Length: > 0 } events)
        {
            return events;
        }

        await next.WaitAsync(end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return After(id);
    }

    internal sealed record Event(long Id, long At);
}
