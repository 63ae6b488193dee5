using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley;

/// <summary>A loop without a thread of its own: a serial queue that borrows one from the pool while it has work.</summary>
public sealed class PoolLoop : ConnectionLoop, IThreadPoolWorkItem
{
    // After this much work the thread goes back to the pool once, so that one busy loop can't starve others.
    private const int MaxWorkPerTurn = 1024;

    private readonly ConcurrentQueue<LoopWork> _queue = new();
    private readonly LoopScheduler _scheduler;
    private readonly ILogger _logger;
    private readonly SweepTimer _sweeps;
    private int _isScheduled;

    /// <summary>Starts a loop.</summary>
    /// <param name="time">The clock that deadlines are counted on; the system's unless given.</param>
    /// <param name="scheduler">What gives it threads; the thread pool unless given.</param>
    /// <param name="logger">Where faults are logged.</param>
    public PoolLoop(TimeProvider? time = null, LoopScheduler? scheduler = null, ILogger<PoolLoop>? logger = null)
        : base(time ?? TimeProvider.System)
    {
        _scheduler = scheduler ?? LoopScheduler.ThreadPool;
        _logger = logger ?? NullLogger<PoolLoop>.Instance;
        _sweeps = new SweepTimer(this, Sweep);
    }

    /// <inheritdoc/>
    public override LoopScheduler Scheduler => _scheduler;

    /// <inheritdoc/>
    public override void Post(LoopWork work)
    {
        _queue.Enqueue(work);
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _scheduler.Schedule(this);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        int left = MaxWorkPerTurn;
        while (left-- > 0 && _queue.TryDequeue(out LoopWork work))
        {
            RunWork(work);
        }

        EndIteration();

        // The flag must have fallen for everybody before the look at the queue, which a mere write would not do: or whoever
        // adds work between sees the flag, this thread sees no work, and the work waits for the next.
        Interlocked.Exchange(ref _isScheduled, 0);
        if (!_queue.IsEmpty && Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _scheduler.Schedule(this);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _sweeps.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void OnFault(Exception exception) => Log.LoopFault(_logger, exception);
}
