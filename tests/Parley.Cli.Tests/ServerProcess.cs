using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley</c> as its users run it: a process of its own, on a port that it picks.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly ChildProcess _process;

    private ServerProcess(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>What it printed: <c>ws://HOST:PORT/</c>.</summary>
    public Uri Address { get; }

    public int Id => _process.Id;

    public string Output => _process.Output;

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        ChildProcess process = ChildProcess.StartOwn("Parley.Cli", [.. arguments, "--port", "0"]);
        return new ServerProcess(process, new Uri(await process.WaitForAsync(Announcement)));
    }

    public Task<WebSocketConnection> ConnectAsync(string path = "", WebSocketClientOptions? options = null) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri(Address, path), options));

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    public Task<int> TerminateAsync()
    {
        _process.SendTerminate();
        return _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
