using System.Collections.Concurrent;
using System.Diagnostics;

namespace Parley.TestSupport;

/// <summary>A program that a test starts, listens to, and ends by its process id.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private ChildProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _arrived.Release();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Everything it has printed.</summary>
    public string Output => string.Join('\n', _lines);

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Starts one of the repository's own programs as it was built beside the tests.</summary>
    public static ChildProcess StartOwn(string assembly, IEnumerable<string> arguments, string? folder = null)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string file = Path.Combine(AppContext.BaseDirectory, "..", "..", assembly, configuration, assembly + ".dll");
        return Start("dotnet", [Path.GetFullPath(file), .. arguments], folder);
    }

    /// <summary>Waits for a line that holds a text, and returns what follows the text.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (true)
        {
            bool hasEnded = _process.HasExited;
            if (hasEnded)
            {
                // It has ended; what it printed last may still be on its way.
                await _process.WaitForExitAsync(limit.Token);
            }

            string? line = _lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
            if (line is not null)
            {
                return line[(line.IndexOf(text, StringComparison.Ordinal) + text.Length)..];
            }

            if (hasEnded)
            {
                throw new InvalidOperationException($"It ended before it printed '{text}':\n{Output}");
            }

            try
            {
                await _arrived.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"'{text}' was not printed, but:\n{Output}", exception);
            }
        }
    }

    /// <summary>Waits until it has printed so many lines that hold a text.</summary>
    public async Task WaitForLinesAsync(string text, int count)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (_lines.Count(line => line.Contains(text, StringComparison.Ordinal)) < count)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"It ended before it printed '{text}' {count} times:\n{Output}");
            }

            await _arrived.WaitAsync(limit.Token);
        }
    }

    /// <summary>Sends SIGTERM, as a service manager does.</summary>
    public void SendTerminate()
    {
        using Process kill = Process.Start("kill", [$"-{Terminate}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end, at most as long as everything may take, unless it is known to take longer.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().WaitAsync(limit ?? Within.Limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _arrived.Release();
        }
    }
}
