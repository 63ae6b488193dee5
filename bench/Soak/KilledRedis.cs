using System.Diagnostics;

namespace Parley.Soak;

/// <summary>The Redis that several servers share: killed with SIGKILL and started again on the same port and files.</summary>
internal sealed class KilledRedis(string folder, int port, RedisKind kind) : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private Process? _process;

    public int Kills { get; private set; }

    /// <summary>What the servers are told of it.</summary>
    public IEnumerable<string> ServerArguments => kind == RedisKind.Durable
        ? ["--redis", $"redis://127.0.0.1:{port}", "--redis-durable"]
        : ["--redis", $"redis://127.0.0.1:{port}"];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] durability = kind == RedisKind.Durable ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
        var start = new ProcessStartInfo(
            "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--dir", folder, "--daemonize", "no", .. durability])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = Process.Start(start)!;
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new SoakException("redis-server ended before it was ready."));
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(_patience, cancellationToken);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            Kills++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
