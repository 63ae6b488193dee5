namespace Parley.Channels.Redis.Tests;

/// <summary>The clock of a process that is stopped now and then: time goes on, and what happens at intervals does not come to it.</summary>
internal sealed class SleepingClock : TimeProvider
{
    private long _slept;

    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _slept);

    public void Sleep(TimeSpan time) => Interlocked.Add(ref _slept, (long)(time.TotalSeconds * TimestampFrequency));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, period == Timeout.InfiniteTimeSpan ? dueTime : Timeout.InfiniteTimeSpan, period);
}
