namespace Parley;

/// <summary>Counts what was refused, and says once a second at most how much it was, so that a flood can't fill the log.</summary>
internal sealed class RefusalCount
{
    private const long Interval = 1000;

    private readonly Lock _lock = new();
    private long _nextAt = long.MinValue;
    private int _count;

    /// <summary>Counts one. Any thread may call it.</summary>
    /// <param name="now">Milliseconds since a fixed moment.</param>
    /// <returns>How many there were since the last time this was above 0; 0 if it was less than a second ago.</returns>
    public int Add(long now)
    {
        lock (_lock)
        {
            _count++;
            if (now < _nextAt)
            {
                return 0;
            }

            _nextAt = now + Interval;
            return Take();
        }
    }

    /// <summary>What has been counted and not been told.</summary>
    public int Take()
    {
        lock (_lock)
        {
            int count = _count;
            _count = 0;
            return count;
        }
    }
}
