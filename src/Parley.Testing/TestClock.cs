namespace Parley.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Its timers fire during <see cref="Advance"/>, on the thread that
/// calls it. It counts in milliseconds. Any thread may call any member.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ClockTimer> _timers = [];
    private long _milliseconds = 1;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1000;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _milliseconds);

    /// <summary>The time that has passed since 1970-01-01T00:00:00Z, at which a new clock stands.</summary>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Moves the time on. Each timer that is due fires at its own time, in the order of these times.</summary>
    /// <param name="time">By how much, 0 or more; fractions of a millisecond are cut off.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long end = GetTimestamp() + (long)time.TotalMilliseconds;
        while (NextDue(end) is { } timer)
        {
            Volatile.Write(ref _milliseconds, Math.Max(GetTimestamp(), timer.Due));
            timer.Fire();
        }

        Volatile.Write(ref _milliseconds, end);
    }

    private ClockTimer? NextDue(long end)
    {
        lock (_lock)
        {
            return _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
        }
    }

    private sealed class ClockTimer(TestClock clock, Action callback) : ITimer
    {
        private long _due = long.MaxValue;
        private long _period;

        public long Due => Volatile.Read(ref _due);

        public void Fire()
        {
            Volatile.Write(ref _due, _period > 0 ? Due + _period : long.MaxValue);
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period > TimeSpan.Zero ? Math.Max(1, (long)period.TotalMilliseconds) : 0;
            Volatile.Write(ref _due, dueTime == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : clock.GetTimestamp() + (long)dueTime.TotalMilliseconds);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
