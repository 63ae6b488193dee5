namespace Parley.Sessions.Tests.Delivery;

/// <summary>The server of sessions on a real port, which cuts connections off when it is told to.</summary>
internal sealed class CuttingServer : IUpgradeHandler, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<WebSocketConnection> _connections = [];
    private readonly Groups _groups;
    private readonly SessionServer _sessions;
    private readonly WebSocketServer _server;

    private CuttingServer(Groups groups)
    {
        _groups = groups;
        _sessions = new SessionServer(groups);
        _server = new WebSocketServer(new WebSocketServerOptions(), (IUpgradeHandler)this);
        _server.Start();
        Address = new Uri($"ws://{_server.EndPoint}/");
    }

    public Uri Address { get; }

    public static async Task<CuttingServer> StartAsync() =>
        new(await Groups.StartAsync(new InProcessLayer(new MemoryHistoryStore())));

    /// <summary>Resets some connections, whatever is on the wire.</summary>
    public void Cut(Random dice, int count)
    {
        lock (_lock)
        {
            _connections.RemoveAll(static connection => connection.State == ConnectionState.Closed);
            for (int i = 0; i < count && _connections.Count > 0; i++)
            {
                _connections[dice.Next(_connections.Count)].Abort();
            }
        }
    }

    public bool Serves(string path) => true;

    public void OnUpgrade(UpgradeRequest request)
    {
        lock (_lock)
        {
            _connections.Add(request.Connection);
        }

        _sessions.OnUpgrade(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _sessions.Dispose();
        await _groups.DisposeAsync();
    }
}
