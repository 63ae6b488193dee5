using System.Net;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// A WebSocket server of its own, without a web framework. It accepts from <see cref="Start"/> on, and closes every
/// connection with 1001 when it is stopped.
/// </summary>
public sealed class WebSocketServer : IAsyncDisposable
{
    private readonly LoopGroup _loops;
    private readonly ConnectionSet _connections = new();
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITransportListener? _listener;
    private int _transports;
    private volatile bool _isStopping;

    /// <summary>Makes a server whose connections one handler receives, on their loops.</summary>
    /// <param name="options">What it listens on, and what holds for its connections.</param>
    /// <param name="handler">What receives the messages of all connections.</param>
    public WebSocketServer(WebSocketServerOptions options, IWebSocketHandler handler)
        : this(options, new SimpleUpgradeHandler(
            (request, subprotocol) => request.AcceptAsync(handler, subprotocol), options.Subprotocols))
    {
    }

    /// <summary>
    /// Makes a server that runs a delegate for each connection. It starts on the connection's loop; what it does before
    /// its first await that has to wait must not block. When it returns, the connection is closed with 1000; when it
    /// throws, with 1011.
    /// </summary>
    /// <param name="options">What it listens on, and what holds for its connections.</param>
    /// <param name="handler">
    /// The delegate: the connection, and a token that is cancelled when the connection has closed.
    /// </param>
    public WebSocketServer(
        WebSocketServerOptions options, Func<WebSocketConnection, CancellationToken, Task> handler)
        : this(options, new SimpleUpgradeHandler(
            (request, subprotocol) => request.AcceptAsync(handler, subprotocol), options.Subprotocols))
    {
    }

    /// <summary>Makes a server that decides about each connection before it opens, such as a router.</summary>
    /// <param name="options">What it listens on, and what holds for its connections.</param>
    /// <param name="handler">What decides.</param>
    public WebSocketServer(WebSocketServerOptions options, IUpgradeHandler handler)
    {
        Options = options;
        Handler = handler;
        Origins = new OriginPolicy(options.AllowedOrigins);
        Logger = options.LoggerFactory.CreateLogger<WebSocketServer>();
        ConnectionContext = new ConnectionContext(
            options.Connection, options.LoggerFactory.CreateLogger<WebSocketConnection>(), OnLeft);
        _loops = LoopGroup.Create(options.Engine, options.Time, options.LoggerFactory);
    }

    /// <summary>The address listened on, with the port that was picked if 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public IPEndPoint EndPoint => (IPEndPoint)(_listener?.LocalEndPoint
        ?? throw new InvalidOperationException("Start the server first."));

    /// <summary>How many WebSockets are open.</summary>
    public int ConnectionCount => _connections.Count;

    internal WebSocketServerOptions Options { get; }

    internal IUpgradeHandler Handler { get; }

    internal OriginPolicy Origins { get; }

    internal ILogger Logger { get; }

    internal ConnectionContext ConnectionContext { get; }

    /// <summary>Begins to accept connections.</summary>
    /// <exception cref="IOException">The address can't be listened on; the message says why.</exception>
    /// <exception cref="FormatException">The host is no address.</exception>
    public void Start()
    {
        if (_listener is not null)
        {
            throw new InvalidOperationException("The server has been started before.");
        }

        var endPoint = new IPEndPoint(WebSocketServerOptions.ParseHost(Options.Host), Options.Port);
        _listener = _loops.Listen(endPoint, Logger);
        _listener.Start(OnTransport);
        Log.Listening(Logger, EndPoint);
    }

    /// <summary>
    /// Stops accepting, closes every connection with 1001, and waits until all have ended, at most as long as the close
    /// timeout. What is left then is dropped.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting: what is left is dropped at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_listener is null || _isStopping)
        {
            return;
        }

        _isStopping = true;
        await _listener.DisposeAsync().ConfigureAwait(false);
        _connections.ForEach(CloseGoingAway, null);
        if (Volatile.Read(ref _transports) == 0)
        {
            _emptied.TrySetResult();
        }

        // A second more than the close handshake, whose own deadline is checked about once a second.
        TimeSpan patience = Options.Connection.Protocol.CloseTimeout + TimeSpan.FromSeconds(2);
        await _emptied.Task.WaitAsync(patience, Options.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _loops.Dispose();
    }

    /// <summary>Stops as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    internal void OnAccepted(WebSocketConnection connection)
    {
        _connections.Add(connection);
    }

    internal void OnOpened(WebSocketConnection connection)
    {
        // The server was stopped while this connection was being accepted.
        if (_isStopping)
        {
            CloseGoingAway(connection, null);
        }
    }

    internal void OnTransportClosed()
    {
        if (Interlocked.Decrement(ref _transports) == 0 && _isStopping)
        {
            _emptied.TrySetResult();
        }
    }

    private ServerOpening OnTransport(Transport transport)
    {
        Interlocked.Increment(ref _transports);
        return new ServerOpening(this, transport);
    }

    private static void CloseGoingAway(WebSocketConnection connection, object? state) =>
        connection.Close(CloseCode.GoingAway, "the server is stopping");

    private void OnLeft(WebSocketConnection connection)
    {
        _connections.Remove(connection);
        OnTransportClosed();
    }
}
