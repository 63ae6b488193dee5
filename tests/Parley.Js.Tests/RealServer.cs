using Parley.Channels;

namespace Parley.Js.Tests;

/// <summary>
/// Parley's own sessions, with history in memory, and the files of parley.js beside them. It breaks connections when its
/// test says so.
/// </summary>
internal sealed class RealServer : IUpgradeHandler, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<WebSocketConnection> _connections = [];
    private readonly Groups _groups;
    private readonly SessionServer _sessions;
    private readonly ConsumerRouter _router;
    private readonly WebSocketServer _server;
    private int _publications;

    private RealServer(Groups groups)
    {
        _groups = groups;
        _sessions = new SessionServer(groups, new SessionServerOptions { Authorize = CountAsync });
        _router = new ConsumerRouter(groups)
            .Map("/room/{group}/", static () => new RoomConsumer())
            .MapSessions("/", _sessions);
        _server = new WebSocketServer(new WebSocketServerOptions { HttpHandler = ScriptedServer.ServeFile }, this);
        _server.Start();
    }

    /// <summary>Where the page is; the same with <c>ws:</c> is the sessions' address.</summary>
    public string Address => $"http://{_server.EndPoint}/";

    /// <summary>
    /// After how many publications all connections break: the last one is kept, and not answered. 0 for never.
    /// </summary>
    public int CutsEvery { get; init; }

    public static async Task<RealServer> StartAsync(int cutsEvery = 0) =>
        new(await Groups.StartAsync(new InProcessLayer(new MemoryHistoryStore()))) { CutsEvery = cutsEvery };

    public bool Serves(string path) => _router.Serves(path);

    public void OnUpgrade(UpgradeRequest request)
    {
        lock (_lock)
        {
            _connections.Add(request.Connection);
        }

        _router.OnUpgrade(request);
    }

    /// <summary>Breaks all connections, without a Close frame.</summary>
    public void CutAll()
    {
        lock (_lock)
        {
            _connections.ForEach(static connection => connection.Abort());
            _connections.Clear();
        }
    }

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _sessions.Dispose();
        await _groups.DisposeAsync();
    }

    // Nobody is refused; but the wire does not last.
    private ValueTask<SessionRefusal?> CountAsync(SessionAccess access, CancellationToken cancellationToken)
    {
        if (access.Operation == SessionOperation.Publish && CutsEvery > 0
            && Interlocked.Increment(ref _publications) % CutsEvery == 0)
        {
            CutAll();
        }

        return ValueTask.FromResult<SessionRefusal?>(null);
    }
}
