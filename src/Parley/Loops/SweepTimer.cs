namespace Parley;

/// <summary>Has a loop swept about once a second. On a loop that is behind, a sweep that waits already stands for all.</summary>
internal sealed class SweepTimer : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly ConnectionLoop _loop;
    private readonly Action _sweep;
    private readonly ITimer _timer;
    private int _isPosted;

    /// <summary>Begins.</summary>
    /// <param name="loop">The loop, whose clock counts.</param>
    /// <param name="sweep">What to do on the loop.</param>
    public SweepTimer(ConnectionLoop loop, Action sweep)
    {
        _loop = loop;
        _sweep = sweep;
        _timer = loop.Time.CreateTimer(static timer => ((SweepTimer)timer!).Post(), this, _interval, _interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Post()
    {
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            _loop.Post(new LoopWork(static (timer, _) => ((SweepTimer)timer!).Sweep(), this));
        }
    }

    private void Sweep()
    {
        Volatile.Write(ref _isPosted, 0);
        _sweep();
    }
}
