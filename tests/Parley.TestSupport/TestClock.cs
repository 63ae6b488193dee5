namespace Parley.TestSupport;

/// <summary>A clock that stands still until a test moves it. Its timers fire during <see cref="Advance"/>.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly List<ClockTimer> _timers = [];
    private long _milliseconds = 1;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _milliseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(_milliseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Moves the time on, a timer's due time after another.</summary>
    public void Advance(TimeSpan time)
    {
        long end = _milliseconds + (long)time.TotalMilliseconds;
        while (NextDue(end) is { } timer)
        {
            _milliseconds = Math.Max(_milliseconds, timer.Due);
            timer.Fire();
        }

        _milliseconds = end;
    }

    /// <summary>Lets the time pass, second by second, until something that waits for it has ended.</summary>
    public async Task AdvanceUntilAsync(Task end)
    {
        Task bounded = Within.Time(end);
        while (!bounded.IsCompleted)
        {
            Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(bounded, Task.Run(static () => { }));
        }

        await bounded;
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Task)"/>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> end)
    {
        await AdvanceUntilAsync((Task)end);
        return await end;
    }

    private ClockTimer? NextDue(long end)
    {
        lock (_timers)
        {
            return _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
        }
    }

    private sealed class ClockTimer(TestClock clock, Action callback) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        public void Fire()
        {
            Due = _period > TimeSpan.Zero ? Due + (long)_period.TotalMilliseconds : long.MaxValue;
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : clock._milliseconds + (long)dueTime.TotalMilliseconds;
            _period = period;
            return true;
        }

        public void Dispose()
        {
            lock (clock._timers)
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
