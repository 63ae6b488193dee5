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

    private readonly string _program;
    private readonly string[] _arguments;
    private readonly int _port;
    private Process? _process;

    /// <param name="program">The program <c>parley</c>.</param>
    /// <param name="arguments">What it is told besides where to listen.</param>
    /// <param name="port">Where it listens: see <see cref="FindPorts"/>.</param>
    public KilledServer(string program, IEnumerable<string> arguments, int port)
    {
        _program = program;
        _arguments = [.. arguments];
        _port = port;
        Address = new Uri($"ws://127.0.0.1:{_port}/");
    }

    public Uri Address { get; }

    public int Kills { get; private set; }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            _program, ["room", "--host", "127.0.0.1", "--port", $"{_port}", .. _arguments])
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
            throw new SoakException($"{_program} does not start:\n{string.Join('\n', output)}");
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

    /// <summary>
    /// Ports that nobody listens on, below those that the system gives to clients: while a server is down, one of them could meet
    /// itself on its port.
    /// </summary>
    public static int[] FindPorts(int count)
    {
        int[] ports =
        [
            .. Enumerable.Range(FirstPort + (Environment.ProcessId % Ports), Ports).Where(IsFree).Take(count),
        ];
        return ports.Length == count ? ports : throw new SoakException("there are no free ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
