using System.Diagnostics;

namespace Parley.Cli;

/// <summary>Looks at how much memory a process holds while it is attacked.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private readonly Process _process;
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(20));
    private readonly Task _watching;
    private readonly long _before;
    private long _most;

    private MemoryWatch(Process process)
    {
        _process = process;
        _before = _most = process.WorkingSet64;
        _watching = WatchAsync();
    }

    /// <summary>Starts to look.</summary>
    /// <param name="processId">The process.</param>
    /// <returns>Null if there is no such process, or none any more.</returns>
    public static MemoryWatch? TryStart(int processId)
    {
        try
        {
            return new MemoryWatch(Process.GetProcessById(processId));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Looks a last time.</summary>
    /// <returns>By how many bytes the process grew at most.</returns>
    public long Finish()
    {
        Look();
        return Interlocked.Read(ref _most) - _before;
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private void Look()
    {
        lock (_process)
        {
            _process.Refresh();

            // A process that has ended holds nothing; that it is gone shows elsewhere.
            _most = Math.Max(_most, _process.HasExited ? 0 : _process.WorkingSet64);
        }
    }
}
