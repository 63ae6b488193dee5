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
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITransportListener? _listener;
    private AcceptBurst? _burst;
    private int _transports;
    private int _connections;
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
        Gate = new AcceptGate(options.Accept.MaxConnections, options.Accept.MaxConnectionsPerAddress, Logger);
        ConnectionContext = new ConnectionContext(
            options.Connection, options.LoggerFactory.CreateLogger<WebSocketConnection>(), OnLeft);

        // TLS is the framework's, over its streams, and is at home on the pool.
        Engine engine = options.Tls is null ? options.Engine : Engine.Sockets;
        Loops = LoopGroup.Create(engine, options.Time, options.LoggerFactory);
    }

    /// <summary>The address listened on, with the port that was picked if 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">
    /// The server has not been started, or listens on a Unix socket, whose path is
    /// <see cref="WebSocketServerOptions.UnixSocketPath"/>.
    /// </exception>
    public IPEndPoint EndPoint => _listener?.LocalEndPoint switch
    {
        null => throw new InvalidOperationException("Start the server first."),
        IPEndPoint endPoint => endPoint,
        _ => throw new InvalidOperationException($"The server listens on the Unix socket {Options.UnixSocketPath}."),
    };

    /// <summary>How many WebSockets are open.</summary>
    public int ConnectionCount => Volatile.Read(ref _connections);

    internal WebSocketServerOptions Options { get; }

    internal LoopGroup Loops { get; }

    internal IUpgradeHandler Handler { get; }

    internal OriginPolicy Origins { get; }

    internal AcceptGate Gate { get; }

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

        _listener = Loops.Listen(Options.ListeningEndPoint, Logger, Options.Tls);
        Options.Tls?.LogCertificate(Logger, Options.Time);
        _burst = Options.Accept.TrimAfterBursts ? new AcceptBurst(Options.Time) : null;
        _listener.Start(OnTransport);
        Log.Listening(Logger, _listener.LocalEndPoint);
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
        _burst?.Dispose();
        await _listener.DisposeAsync().ConfigureAwait(false);
        foreach (ConnectionLoop loop in Loops.Loops)
        {
            loop.Post(new LoopWork(static (loop, _) => ((ConnectionLoop)loop!).ForEachTransport(Stop), loop));
        }

        if (Volatile.Read(ref _transports) == 0)
        {
            _emptied.TrySetResult();
        }

        // A second more than the close handshake, whose own deadline is checked about once a second.
        TimeSpan patience = Options.Connection.Protocol.CloseTimeout + TimeSpan.FromSeconds(2);
        await _emptied.Task.WaitAsync(patience, Options.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Loops.Dispose();
    }

    /// <summary>Stops as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>A server is stopping: the connection's handler ends it. On its loop.</summary>
    internal static void Stop(ConnectionCore core)
    {
        if (core.IsOpen)
        {
            core.Call(static (handler, connection) => handler.OnStopping(connection));
        }
    }

    internal void OnAccepted()
    {
        Interlocked.Increment(ref _connections);
        _burst?.OnAccepted();
    }

    internal void OnOpened(WebSocketConnection connection)
    {
        // The server was stopped while this connection was being accepted.
        if (_isStopping)
        {
            connection.Stop();
        }
    }

    /// <summary>A transport that the gate let in has closed.</summary>
    internal void OnAdmittedClosed(Transport transport)
    {
        Gate.Leave(transport);
        OnTransportClosed();
    }

    /// <summary>Any transport has closed.</summary>
    internal void OnTransportClosed()
    {
        if (Interlocked.Decrement(ref _transports) == 0 && _isStopping)
        {
            _emptied.TrySetResult();
        }
    }

    private TransportHandler OnTransport(Transport transport)
    {
        Interlocked.Increment(ref _transports);
        if (Gate.TryEnter(transport) is not { } refusal)
        {
            return new ServerOpening(this, transport);
        }

        if (Gate.TryBeginAnswer())
        {
            return new RefusedOpening(this, transport, refusal);
        }

        // Posted, since the transport is started once this has returned.
        transport.Loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Close(), transport));
        return new DroppedOpening(this);
    }

    private static void Stop(Transport transport)
    {
        if (transport.Handler is ConnectionCore core)
        {
            Stop(core);
        }
    }

    private void OnLeft(WebSocketConnection connection)
    {
        Interlocked.Decrement(ref _connections);
        OnAdmittedClosed(connection.Transport!);
    }
}
