using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley;

/// <summary>
/// A loop with a thread of its own that waits for its sockets and for posted work at one place. One iteration deals with
/// all sockets that have something, then with the work that was posted, then sends what both have staged.
/// </summary>
internal sealed class EpollLoop : ConnectionLoop, IThreadPoolWorkItem
{
    private const int ReceiveCapacity = 256 * 1024;

    private readonly Epoll _epoll = new();
    private readonly EpollSources _sources = new();
    private readonly LoopWorkQueue _queue = new();
    private readonly FanOutPace _pace;
    private readonly ILogger _logger;
    private readonly SweepTimer _sweeps;
    private int _isAsleep;
    private int _isScheduled;
    private volatile bool _isEnding;
    private volatile bool _hasEnded;

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The loop's own thread.")]
    public EpollLoop(string name, TimeProvider? time = null, ILogger? logger = null)
        : base(time ?? TimeProvider.System)
    {
        _pace = new FanOutPace(Time);
        _logger = logger ?? NullLogger.Instance;
        _sweeps = new SweepTimer(this, Sweep);
        new Thread(Run) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>Where every socket of the loop receives: what is in it is dealt with before the next one's turn.</summary>
    public byte[] ReceiveBuffer { get; } = GC.AllocateUninitializedArray<byte>(ReceiveCapacity, pinned: true);

    /// <summary>Where what is staged lies together.</summary>
    public Cork Cork { get; } = new();

    /// <summary>Queues for those whose bytes have to wait.</summary>
    public OutputQueuePool Queues { get; } = new();

    public override void Post(LoopWork work)
    {
        _queue.Add(work);
        if (_hasEnded)
        {
            Schedule();
        }
        else if (!IsCurrent && Interlocked.Exchange(ref _isAsleep, 0) == 1)
        {
            _epoll.Wake();
        }
    }

    /// <summary>Begins to watch a descriptor. On the loop.</summary>
    /// <returns>The key to change it by.</returns>
    /// <exception cref="IOException">The system refuses.</exception>
    public int Watch(IEpollSource source, int descriptor, uint events)
    {
        int key = _sources.Add(source);
        try
        {
            _epoll.Watch(descriptor, key, former: 0, events);
            return key;
        }
        catch (IOException)
        {
            _sources.Remove(key);
            throw;
        }
    }

    /// <summary>Changes what a descriptor is watched for. On the loop.</summary>
    public void Rewatch(int key, int descriptor, uint former, uint wanted) =>
        _epoll.Watch(descriptor, key, former, wanted);

    /// <summary>A descriptor is about to be closed, which ends the watching. On the loop.</summary>
    public void Forget(int key) => _sources.Remove(key);

    // After its thread has ended, work that still comes borrows one from the pool, as in a PoolLoop.
    void IThreadPoolWorkItem.Execute()
    {
        RunPosted();
        EndIteration();
        Interlocked.Exchange(ref _isScheduled, 0);
        if (!_queue.IsEmpty)
        {
            Schedule();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _sweeps.Dispose();
        base.Dispose(disposing);
        Post(new LoopWork(static (loop, _) => ((EpollLoop)loop!)._isEnding = true, this));
    }

    protected override void OnFault(Exception exception) => Log.LoopFault(_logger, exception);

    private void Run()
    {
        // Closing a transport posts work: the loop ends when that has been done too.
        while (!_isEnding || !_queue.IsEmpty)
        {
            DealWith(Wait());
            if (FanOut.IsOpen && _pace.IsPausing && !_isEnding)
            {
                FlushDirect();
            }
            else if (FanOut.IsOpen)
            {
                int publications = FanOut.Count;
                _pace.Begin();
                EndIteration();
                _pace.End(publications);
            }
            else
            {
                EndIteration();
            }
        }

        _hasEnded = true;
        Schedule();
    }

    private int Wait()
    {
        if (FanOut.IsOpen)
        {
            _pace.Rest();
            return _epoll.Wait(0);
        }

        // First asleep, then a look: work that is posted after the look finds the loop asleep and wakes it.
        Interlocked.Exchange(ref _isAsleep, 1);
        int count = _epoll.Wait(_queue.IsEmpty ? Timeout.Infinite : 0);
        Volatile.Write(ref _isAsleep, 0);
        return count;
    }

    private void DealWith(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Dispatch(i);
        }

        RunPosted();
        _sources.Recycle();
    }

    private void Dispatch(int index)
    {
        int key = _epoll.EventAt(index, out uint events);
        if (key >= 0 && _sources[key] is { } source)
        {
            RunEvents(source, events);
        }
    }

    private void RunEvents(IEpollSource source, uint events)
    {
        ConnectionLoop? outer = Enter();
        try
        {
            source.OnEvents(events);
        }
        catch (Exception exception)
        {
            Report(exception);
            source.OnFault(exception);
        }
        finally
        {
            Leave(outer);
        }
    }

    private void RunPosted()
    {
        List<LoopWork> posted = _queue.TakeAll();
        for (int i = 0; i < posted.Count; i++)
        {
            RunWork(posted[i]);
        }

        posted.Clear();
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            LoopScheduler.ThreadPool.Schedule(this);
        }
    }
}
