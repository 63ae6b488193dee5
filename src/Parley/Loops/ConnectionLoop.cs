namespace Parley;

/// <summary>
/// Where a connection lives: one piece of work at a time, in the order it was posted. Everything of a connection is
/// touched on its loop only, which is why none of it needs a lock.
/// </summary>
/// <remarks>
/// A derived class gives the work a thread. It calls <see cref="RunWork"/> for each piece, <see cref="EndIteration"/>
/// when it has run what there was, and <see cref="Sweep"/> about once a second.
/// </remarks>
public abstract class ConnectionLoop : IDisposable
{
    [ThreadStatic]
    private static ConnectionLoop? _current;

    private readonly TransportList _transports = new();
    private readonly List<Transport> _toFlush = [];
    private uint _turn;
    private bool _isBusy;
    private uint _handlerTurn;
    private object? _handler;

    /// <summary>Starts a loop.</summary>
    /// <param name="time">The clock that deadlines are counted on.</param>
    protected ConnectionLoop(TimeProvider time)
    {
        Time = time;
        FanOut = new FanOut(this);
    }

    /// <summary>The clock that deadlines are counted on.</summary>
    public TimeProvider Time { get; }

    /// <summary>
    /// Where code of the application runs that must not run on the loop, because it blocks, or goes on after it has waited
    /// for a connection: on the thread pool, unless a simulation replaces it.
    /// </summary>
    public virtual LoopScheduler Scheduler => LoopScheduler.ThreadPool;

    /// <summary>Whether the calling thread is running this loop's work.</summary>
    public bool IsCurrent => _current == this;

    /// <summary>How many transports live on this loop. Exact on the loop, and about right elsewhere.</summary>
    public int TransportCount => _transports.Count;

    /// <summary>Milliseconds since a fixed moment.</summary>
    public long Now => (long)Time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Runs work on the loop, after all that was posted before. Any thread may call it.</summary>
    /// <param name="work">The work. What it throws is reported and ends nothing else.</param>
    public abstract void Post(LoopWork work);

    /// <summary>Awaited, goes on running on this loop.</summary>
    public LoopAwaitable SwitchTo() => new(this);

    /// <summary>Ends the loop: every transport on it is closed. Any thread may call it.</summary>
    public void Dispose()
    {
        Dispose(true);
        Messages.End();
        GC.SuppressFinalize(this);
    }

    internal FanOut FanOut { get; }

    /// <summary>What its connections have received and sent.</summary>
    internal MessageCounters Messages { get; } = new();

    /// <summary>What the loop is at. Any thread may ask.</summary>
    internal LoopTurn Turn
    {
        get
        {
            uint turn = Volatile.Read(ref _turn);
            return new LoopTurn(turn, Volatile.Read(ref _isBusy), _handlerTurn == turn ? Volatile.Read(ref _handler) : null);
        }
    }

    /// <summary>Code of the application's is about to be called; a <see cref="LoopWatchdog"/> names it if it stays.</summary>
    internal void BeginCall(object handler)
    {
        _handlerTurn = ++_turn;
        if (_handler != handler)
        {
            _handler = handler;
        }
    }

    /// <summary>It has returned.</summary>
    internal void EndCall() => _turn++;

    internal void Add(Transport transport) => _transports.Add(transport);

    /// <summary>Visits every transport. On the loop.</summary>
    internal void ForEachTransport(Action<Transport> visit) =>
        _transports.ForEach(static (transport, visit) => ((Action<Transport>)visit!)(transport), visit);

    internal void Remove(Transport transport) => _transports.Remove(transport);

    /// <summary>Hands publications to their members, and lets every transport send what it has.</summary>
    internal void FlushStaged()
    {
        FanOut.Commit();
        FlushTransports();
        FanOut.Clear();
    }

    private void FlushTransports()
    {
        // By index, and to the count of each moment: a flush may stage more.
        for (int i = 0; i < _toFlush.Count; i++)
        {
            _toFlush[i].Guard(static (transport, _) => transport.EndBatch(), null);
        }

        _toFlush.Clear();
    }

    internal void FlushAtEnd(Transport transport) => _toFlush.Add(transport);

    /// <summary>Tells of a fault that ends nothing else. It throws nothing, not even when the log itself is broken.</summary>
    internal void Report(Exception exception)
    {
        try
        {
            OnFault(exception);
        }
        catch (Exception)
        {
            // There is nobody left to tell, and a loop that ended here would take the process with it.
        }
    }

    /// <summary>Ends what the derived class started.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) =>
        Post(new LoopWork(static (loop, _) => ((ConnectionLoop)loop!)._transports.ForEach(
            static (transport, _) => transport.Close(), null), this));

    /// <summary>Runs one piece of work with this loop as the current one.</summary>
    /// <param name="work">The work.</param>
    protected void RunWork(in LoopWork work)
    {
        ConnectionLoop? outer = Enter();
        try
        {
            work.Run();
        }
        catch (Exception exception)
        {
            Report(exception);
        }
        finally
        {
            Leave(outer);
        }
    }

    private protected ConnectionLoop? Enter()
    {
        ConnectionLoop? outer = _current;
        _current = this;
        _turn++;
        _isBusy = true;
        return outer;
    }

    private protected void Leave(ConnectionLoop? outer)
    {
        _current = outer;
        _isBusy = outer == this;
    }

    /// <summary>Sends what the iteration's work has staged: one flush for each transport, however much was staged.</summary>
    protected void EndIteration()
    {
        if (_toFlush.Count > 0 || FanOut.IsOpen)
        {
            RunWork(new LoopWork(static (loop, _) => ((ConnectionLoop)loop!).FlushStaged(), this));
        }
    }

    /// <summary>Sends what has been staged and leaves publications where they are: others may go out with them.</summary>
    private protected void FlushDirect()
    {
        if (_toFlush.Count > 0)
        {
            RunWork(new LoopWork(static (loop, _) => ((ConnectionLoop)loop!).FlushTransports(), this));
        }
    }

    /// <summary>Tells every transport's handler the time, so that deadlines pass.</summary>
    protected void Sweep() => RunWork(new LoopWork(
        static (loop, _) => ((ConnectionLoop)loop!)._transports.ForEach(
            static (transport, now) => transport.Handler.OnTick((long)now!), ((ConnectionLoop)loop).Now),
        this));

    /// <summary>Work threw an exception, which is a defect in whatever posted it.</summary>
    /// <param name="exception">The exception.</param>
    protected abstract void OnFault(Exception exception);
}
