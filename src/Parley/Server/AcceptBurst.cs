namespace Parley;

/// <summary>
/// After a burst of new connections, gives back the memory that their handshakes have used and nobody needs any more: once
/// a minute at most. An idle server makes no garbage, so that without this no collection would come for a long time.
/// </summary>
internal sealed class AcceptBurst : IDisposable
{
    private const int SmallestBurst = 1000;

    // Fewer than this in a second, and the burst is over.
    private const int Calm = 50;

    // A larger heap holds more than connections, and a collection that stops the process would stop it for too long.
    private const long LargestHeap = 256L * 1024 * 1024;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // Or whoever opens connections in bursts would stop the process as often as there is a calm second.
    private static readonly TimeSpan _rest = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Func<long> _heapSize;
    private readonly ITimer _timer;
    private int _accepted;
    private int _seen;
    private int _trimmed;
    private long _trimmedAt;

    /// <summary>Begins to look once a second.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="heapSize">How large the heap is; the process's own unless given.</param>
    public AcceptBurst(TimeProvider time, Func<long>? heapSize = null)
    {
        _time = time;
        _heapSize = heapSize ?? (static () => GC.GetTotalMemory(forceFullCollection: false));
        _timer = time.CreateTimer(static burst => ((AcceptBurst)burst!).Look(), this, _interval, _interval);
    }

    /// <summary>How often memory has been given back.</summary>
    public int Trims { get; private set; }

    /// <summary>A connection was opened. Any thread may call it.</summary>
    public void OnAccepted() => Interlocked.Increment(ref _accepted);

    public void Dispose() => _timer.Dispose();

    private bool IsResting => Trims > 0 && _time.GetElapsedTime(_trimmedAt) < _rest;

    private void Look()
    {
        int accepted = Volatile.Read(ref _accepted);
        bool isCalm = accepted - _seen < Calm;
        _seen = accepted;
        if (!isCalm || accepted - _trimmed < SmallestBurst || IsResting)
        {
            return;
        }

        _trimmed = accepted;
        if (_heapSize() <= LargestHeap)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _trimmedAt = _time.GetTimestamp();
            Trims++;
        }
    }
}
