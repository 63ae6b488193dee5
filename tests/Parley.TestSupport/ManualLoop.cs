using System.Collections.Concurrent;

namespace Parley.TestSupport;

/// <summary>A loop that runs when a test says so, on the test's own thread: nothing happens by chance.</summary>
public sealed class ManualLoop(TestClock clock) : ConnectionLoop(clock)
{
    // Any thread may post, such as one that a test's gate continues on.
    private readonly ConcurrentQueue<LoopWork> _queue = new();
    private readonly List<Exception> _faults = [];

    /// <summary>What work threw, if it did.</summary>
    public IReadOnlyList<Exception> Faults => _faults;

    /// <summary>Where blocking code runs, if not on the thread pool.</summary>
    public LoopScheduler? Pool { get; set; }

    public override LoopScheduler Scheduler => Pool ?? base.Scheduler;

    public override void Post(LoopWork work) => _queue.Enqueue(work);

    /// <summary>Runs all that waits, and what it leads to, until nothing is left.</summary>
    public void Run()
    {
        do
        {
            while (_queue.TryDequeue(out LoopWork work))
            {
                RunWork(work);
            }

            EndIteration();
        }
        while (!_queue.IsEmpty);
    }

    /// <summary>Runs something on the loop, and what it leads to.</summary>
    public void Run(Action action)
    {
        Post(new LoopWork(static (action, _) => ((Action)action!)(), action));
        Run();
    }

    /// <summary>Moves the clock on second by second, with a sweep at each.</summary>
    public void Advance(TimeSpan time)
    {
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            clock.Advance(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
            Sweep();
            Run();
        }
    }

    protected override void OnFault(Exception exception) => _faults.Add(exception);
}
