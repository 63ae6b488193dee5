namespace Parley.AspNetCore;

/// <summary>When connections are closed while the application stops.</summary>
/// <param name="Steps">In how many steps, a step about every <see cref="StepLength"/>.</param>
/// <param name="Deadline">When those that are still there are dropped, counted from the beginning; null for never.</param>
internal readonly record struct DrainSchedule(int Steps, TimeSpan? Deadline)
{
    /// <summary>Fewer connections than these are not worth a step of their own.</summary>
    public const int LeastPerStep = 50;

    /// <summary>The time from one step to the next.</summary>
    public static TimeSpan StepLength { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes a schedule that ends before the host loses its patience.</summary>
    /// <param name="connections">How many connections there are.</param>
    /// <param name="period">How long closing may take.</param>
    /// <param name="hostTimeout">How long the host waits for its services, or the infinite time.</param>
    public static DrainSchedule Plan(int connections, TimeSpan period, TimeSpan hostTimeout)
    {
        bool isPatient = hostTimeout == Timeout.InfiniteTimeSpan;

        // Half for closing, so that there is time for the peers' answers; a fifth for what the host does afterwards.
        TimeSpan closing = isPatient || period < hostTimeout / 2 ? period : hostTimeout / 2;
        int steps = Math.Clamp(
            (connections + LeastPerStep - 1) / LeastPerStep, 1, Math.Max(1, (int)(closing / StepLength)));
        return new DrainSchedule(steps, isPatient ? null : hostTimeout * 0.8);
    }
}
