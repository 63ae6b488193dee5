using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>
/// Looks at loops now and then, from outside, and tells of one that has been at the same handler since the last look.
/// It costs the loops a counter.
/// </summary>
internal sealed class LoopWatchdog : IDisposable
{
    private const int IntervalMilliseconds = 100;

    private readonly ConnectionLoop[] _loops;
    private readonly LoopTurn[] _seen;
    private readonly bool[] _isReported;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public LoopWatchdog(ConnectionLoop[] loops, TimeProvider time, ILogger logger)
    {
        _loops = loops;
        _seen = new LoopTurn[loops.Length];
        _isReported = new bool[loops.Length];
        _logger = logger;
        var interval = TimeSpan.FromMilliseconds(IntervalMilliseconds);
        _timer = time.CreateTimer(static watchdog => ((LoopWatchdog)watchdog!).Look(), this, interval, interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        for (int i = 0; i < _loops.Length; i++)
        {
            LoopTurn turn = _loops[i].Turn;
            bool isHeld = turn.IsBusy && turn == _seen[i];
            if (isHeld && !_isReported[i])
            {
                Report(turn.Handler?.ToString() ?? "Work of Parley's own");
            }

            _seen[i] = turn;
            _isReported[i] = isHeld;
        }
    }

    private void Report(string handler)
    {
        Log.LoopHeld(_logger, handler, IntervalMilliseconds);
        EngineMetrics.CountHeldLoop(handler);
    }
}
