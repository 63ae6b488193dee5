using Parley.Protocol;

namespace Parley.Cli.Tests.Connect;

/// <summary>A server in the test's own process, which does what a test says with each connection.</summary>
internal sealed class PeerServer : IUpgradeHandler, IAsyncDisposable
{
    private static readonly string[] _subprotocols = ["chat", "parley.v1"];

    private readonly Func<WebSocketConnection, CancellationToken, Task> _handler;
    private readonly HttpReply? _refusal;
    private readonly WebSocketServer _server;

    /// <summary>Starts one.</summary>
    /// <param name="handler">What it does with a connection.</param>
    /// <param name="refusal">What it answers, instead of opening one.</param>
    public PeerServer(Func<WebSocketConnection, CancellationToken, Task> handler, HttpReply? refusal = null)
    {
        _handler = handler;
        _refusal = refusal;
        _server = new WebSocketServer(new WebSocketServerOptions { Port = 0, AllowedOrigins = ["*"] }, this);
        _server.Start();
    }

    public string Address => $"ws://127.0.0.1:{_server.EndPoint.Port}/";

    /// <summary>The handshake that came last.</summary>
    public RequestHead? Head { get; private set; }

    /// <summary>One that sends messages back.</summary>
    public static PeerServer Echoing() => new(EchoAsync);

    public static async Task EchoAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        await foreach (Message message in connection.ReadAllAsync(cancellationToken))
        {
            await connection.SendAsync(message, cancellationToken);
        }
    }

    public bool Serves(string path) => true;

    public void OnUpgrade(UpgradeRequest request)
    {
        Head = request.Head;
        _ = _refusal is null
            ? request.AcceptAsync(_handler, request.Offer.Subprotocols.FirstOrDefault(_subprotocols.Contains)).AsTask()
            : request.RejectAsync(_refusal).AsTask();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
