using System.Net;
using System.Net.Sockets;

namespace Parley.TestSupport;

/// <summary>A real redis-server of the test's own, on 127.0.0.1, which keeps nothing unless told to, and ends with the test.</summary>
public sealed class RedisServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley-redis");
    private readonly string[] _arguments;
    private ChildProcess? _process;

    private RedisServerProcess(string[] arguments, int port)
    {
        _arguments = arguments;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Its process.</summary>
    public int Id => _process?.Id ?? throw new InvalidOperationException("It is not running.");

    public string Url => $"redis://127.0.0.1:{Port}";

    public string SocketPath => Path.Combine(_folder.FullName, "redis.sock");

    /// <summary>What it has printed.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Starts a server; the test is skipped where there is none.</summary>
    public static async Task<RedisServerProcess> StartAsync(params string[] arguments)
    {
        Parts.RequireRedis();
        var redis = new RedisServerProcess(arguments, FreePort());
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts it again, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        _process = ChildProcess.Start(
            Parts.RequireRedis(),
            [
                "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.FullName,
                "--unixsocket", SocketPath, "--daemonize", "no", .. _arguments,
            ],
            _folder.FullName);
        await _process.WaitForAsync("Ready to accept connections");
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
