namespace Parley;

/// <summary>Counts what was done about slow readers, of one set and in the metrics. Any thread may call any member.</summary>
internal sealed class SlowReaderCounters
{
    private long _closed;
    private long _droppedNewest;
    private long _droppedOldest;
    private long _replaced;

    /// <summary>Counts for what is sent to one connection and not to a set.</summary>
    public static SlowReaderCounters OfNoSet { get; } = new();

    public SlowReaderCounts Counts => new(
        Interlocked.Read(ref _closed),
        Interlocked.Read(ref _droppedNewest),
        Interlocked.Read(ref _droppedOldest),
        Interlocked.Read(ref _replaced));

    public void CountClosed() => Count(ref _closed, "closed");

    public void CountDroppedNewest() => Count(ref _droppedNewest, "dropped_newest");

    public void CountDroppedOldest() => Count(ref _droppedOldest, "dropped_oldest");

    public void CountReplaced() => Count(ref _replaced, "replaced");

    private static void Count(ref long count, string action)
    {
        Interlocked.Increment(ref count);
        EngineMetrics.CountSlowReader(action);
    }
}
