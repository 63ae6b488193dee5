using Parley.TestSupport;

namespace Parley.Sessions.Tests.Delivery;

/// <summary><c>parley room</c> in a process of its own, which is killed and started again on the same port and file.</summary>
internal sealed class RoomProcess : IAsyncDisposable
{
    // Below the ports that the system gives to clients: while the server is down, one of them could meet itself on its port.
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("parley-room-").FullName;
    private readonly int _port = FirstPort + (Environment.ProcessId % Ports);
    private ChildProcess? _process;

    public Uri Address => new($"ws://127.0.0.1:{_port}/");

    public async Task StartAsync()
    {
        _process = ChildProcess.StartOwn(
            "Parley.Cli", ["room", "--port", $"{_port}", "--history", $"sqlite:{Path.Combine(_folder, "room.db")}"]);
        await _process.WaitForAsync("listening on ");
    }

    /// <summary>Kills it with SIGKILL, and waits for its end.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
