using System.Collections.Concurrent;

namespace Parley.Testing;

/// <summary>
/// A loop that runs when a test says so, on the test's own thread: nothing on it happens by chance. Any thread may post;
/// everything else is for one thread at a time.
/// </summary>
/// <param name="clock">The clock that deadlines are counted on.</param>
/// <param name="scheduler">Where code goes on that has waited for a connection; the thread pool unless given.</param>
public sealed class SimulatedLoop(TestClock clock, LoopScheduler? scheduler = null) : ConnectionLoop(clock)
{
    private static readonly TimeSpan _sweepInterval = TimeSpan.FromSeconds(1);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ConcurrentQueue<LoopWork> _queue = new();
    private readonly List<Exception> _faults = [];
    private int _strayCount;

    /// <summary>What work threw, if it did.</summary>
    public IReadOnlyList<Exception> Faults => _faults;

    /// <summary>How many pieces of work wait.</summary>
    public int WaitingCount => _queue.Count;

    /// <summary>
    /// How often another thread than the one that made the loop has posted. While it is 0, nothing has come by chance.
    /// </summary>
    public int StrayCount => Volatile.Read(ref _strayCount);

    /// <inheritdoc/>
    public override LoopScheduler Scheduler => scheduler ?? base.Scheduler;

    /// <inheritdoc/>
    public override void Post(LoopWork work)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Interlocked.Increment(ref _strayCount);
        }

        _queue.Enqueue(work);
    }

    /// <summary>Runs one iteration: some of the work that waits, then what that has staged is sent.</summary>
    /// <param name="count">How many pieces of work at most.</param>
    public void RunSome(int count)
    {
        using NoContext none = NoContext.Enter();
        while (count-- > 0 && _queue.TryDequeue(out LoopWork work))
        {
            RunWork(work);
        }

        EndIteration();
    }

    /// <summary>Runs all that waits, and what it leads to, until nothing is left.</summary>
    public void Run()
    {
        do
        {
            RunSome(int.MaxValue);
        }
        while (!_queue.IsEmpty);
    }

    /// <summary>Runs something on the loop, and what it leads to.</summary>
    /// <param name="action">What to run, after all that waits.</param>
    public void Run(Action action)
    {
        Post(new LoopWork(static (action, _) => ((Action)action!)(), action));
        Run();
    }

    /// <summary>Tells the connections the time, as a loop does about once a second, so that deadlines pass.</summary>
    public void SweepOnce() => Sweep();

    /// <summary>Moves the clock on second by second, with a sweep at each, and runs all that waits.</summary>
    /// <param name="time">By how much.</param>
    public void Advance(TimeSpan time)
    {
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= _sweepInterval)
        {
            clock.Advance(left < _sweepInterval ? left : _sweepInterval);
            Sweep();
            Run();
        }
    }

    /// <inheritdoc/>
    protected override void OnFault(Exception exception) => _faults.Add(exception);
}
