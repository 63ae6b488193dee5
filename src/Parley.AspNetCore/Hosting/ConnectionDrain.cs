using System.Runtime.CompilerServices;

namespace Parley.AspNetCore;

/// <summary>
/// Closes an application's connections when it stops: spread over time, so that their clients do not all come back to
/// another server at once, and all of them before the host loses its patience.
/// </summary>
internal sealed class ConnectionDrain(ConnectionSet connections, TimeProvider time) : IDisposable
{
    private ITimer? _steps;
    private ITimer? _deadline;
    private int _stepCount;
    private int _step;

    /// <summary>Ends one connection of an application that stops: its handler says how. Any thread may call it.</summary>
    public static void End(WebSocketConnection connection) => connection.Stop();

    /// <summary>Closes the first ones, and the others as the schedule says. Returns at once.</summary>
    public void Begin(DrainSchedule schedule)
    {
        _stepCount = schedule.Steps;
        Step();
        if (schedule.Steps > 1)
        {
            _steps = time.CreateTimer(
                static drain => ((ConnectionDrain)drain!).Step(), this, DrainSchedule.StepLength, DrainSchedule.StepLength);
        }

        if (schedule.Deadline is { } deadline)
        {
            _deadline = time.CreateTimer(
                static drain => ((ConnectionDrain)drain!).DropAll(), this, deadline, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _steps?.Dispose();
        _deadline?.Dispose();
    }

    private void Step()
    {
        int step = Interlocked.Increment(ref _step);
        connections.ForEach(
            static (connection, turn) =>
            {
                if (((Turn)turn!).Includes(connection))
                {
                    End(connection);
                }
            },
            new Turn(step, _stepCount));
        if (step >= _stepCount)
        {
            _steps?.Dispose();
        }
    }

    private void DropAll() => connections.ForEach(static (connection, _) => connection.Abort(), null);

    // Every connection has a place in the order that it did not choose and that nobody has to keep.
    private sealed record Turn(int Step, int Steps)
    {
        public bool Includes(WebSocketConnection connection) =>
            (uint)RuntimeHelpers.GetHashCode(connection) % (uint)Steps < (uint)Step;
    }
}
