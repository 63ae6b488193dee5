using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Parley.Soak;

/// <summary>The server, in a process of its own: killed with SIGKILL and started again on the same port and file.</summary>
internal sealed class KilledServer : IAsyncDisposable
{
    private const int FirstPort = 20_000;
    private const int Ports = 5_000;
    private const string Announcement = "listening on ";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly SoakSettings _settings;
    private readonly int _port;
    private Process? _process;

    public KilledServer(SoakSettings settings)
    {
        _settings = settings;
        _port = FindPort();
        Address = new Uri($"ws://127.0.0.1:{_port}/");
    }

    public Uri Address { get; }

    public int Kills { get; private set; }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            _settings.Server,
            ["room", "--host", "127.0.0.1", "--port", $"{_port}", "--history", $"sqlite:{Path.Combine(_settings.Folder, "room.db")}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var output = new List<string>();
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = Process.Start(start)!;
        _process = process;
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new SoakException("the server ended before it listened."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await listening.Task.WaitAsync(_patience, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or SoakException)
        {
            throw new SoakException($"{_settings.Server} does not start:\n{string.Join('\n', output)}");
        }

        void OnLine(string? line)
        {
            output.Add(line ?? "");
            if (line?.Contains(Announcement, StringComparison.Ordinal) == true)
            {
                listening.TrySetResult();
            }
            else if (line?.Contains("fail", StringComparison.Ordinal) == true || line?.Contains("crit", StringComparison.Ordinal) == true)
            {
                Console.WriteLine("server: " + line);
            }
        }
    }

    /// <summary>Kills it with SIGKILL, by its process id, and waits for its end.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (process.HasExited)
            {
                throw new SoakException($"the server has ended by itself, with {process.ExitCode}.");
            }

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

    // Below those that the system gives to clients: while the server is down, one of them could meet itself on its port.
    private static int FindPort()
    {
        for (int port = FirstPort + (Environment.ProcessId % Ports); port < FirstPort + (2 * Ports); port++)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // The next one, then.
            }
        }

        throw new SoakException("there is no free port.");
    }
}
