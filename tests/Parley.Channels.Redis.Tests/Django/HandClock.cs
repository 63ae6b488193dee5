using Parley.Testing;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>The time of the day, with timers of one period that fire when a test says so.</summary>
internal sealed class HandClock(TimeSpan handPeriod) : TimeProvider
{
    public TestClock Timers { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period == handPeriod
            ? Timers.CreateTimer(callback, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime, period);
}
