using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

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

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? folder = null) =>
        new(Process.Start(Redirected(program, arguments, folder))!);

    /// <summary>Starts a program that reads what the test types.</summary>
    public static ChildProcess StartInteractive(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = Redirected(program, arguments, folder: null);
        start.RedirectStandardInput = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Starts one of the repository's own programs as it was built beside the tests.</summary>
    public static ChildProcess StartOwn(string assembly, IEnumerable<string> arguments, string? folder = null) =>
        Start("dotnet", [FileOf(assembly), .. arguments], folder);

    /// <summary>The file of one of the repository's own programs as it was built beside the tests.</summary>
    public static string FileOf(string assembly)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", assembly, configuration, assembly + ".dll"));
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Says that no more will be typed, as Ctrl+D does.</summary>
    public void EndInput() => _process.StandardInput.Close();

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

    private static ProcessStartInfo Redirected(string program, IEnumerable<string> arguments, string? folder) =>
        new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _arrived.Release();
        }
    }
}
