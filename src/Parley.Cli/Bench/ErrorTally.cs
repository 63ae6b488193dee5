namespace Parley.Cli.Bench;

/// <summary>What went wrong, and how often.</summary>
internal sealed class ErrorTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _counts = [];
    private long _total;

    /// <summary>How much went wrong.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Counts. Any thread may call it.</summary>
    /// <param name="what">What went wrong, in the same words each time.</param>
    /// <param name="times">How often.</param>
    public void Add(string what, long times = 1)
    {
        lock (_lock)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + times;
            _total += times;
        }
    }

    /// <summary>What went wrong, with how often, the most frequent first.</summary>
    public IReadOnlyList<ErrorCount> ToList()
    {
        lock (_lock)
        {
            return [.. _counts.OrderByDescending(static count => count.Value)
                .Select(static count => new ErrorCount(count.Key, count.Value))];
        }
    }
}
