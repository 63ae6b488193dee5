using Parley.Protocol;

namespace Parley;

/// <summary>
/// A client by callbacks: <c>new WebSocketApp(uri).OnMessage((app, message) => …)</c>, then
/// <see cref="RunForeverAsync"/>. They are called on the thread pool, one at a time: OnOpen, OnMessage for each message,
/// OnClose. What one throws goes to OnError, and the app goes on. They may block, but pings are answered all the same.
/// </summary>
public sealed class WebSocketApp
{
    private readonly Uri _uri;
    private readonly WebSocketClientOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly AppCallbacks _callbacks = new();
    private volatile WebSocketConnection? _connection;
    private int _isRunning;

    /// <summary>Makes an app that does nothing until it is run.</summary>
    /// <param name="uri">The server's address: <c>ws://host:port/path</c> or <c>wss://…</c>.</param>
    /// <param name="options">How to connect; the defaults unless given.</param>
    /// <exception cref="ArgumentException">The address is no ws or wss address.</exception>
    public WebSocketApp(Uri uri, WebSocketClientOptions? options = null)
    {
        WebSocketClient.CheckAddress(uri);
        _uri = uri;
        _options = options ?? WebSocketClientOptions.Default;
    }

    /// <summary>When to connect again after the connection was lost; null, unless set, for never.</summary>
    public ReconnectPolicy? Reconnect { get; init; }

    /// <summary>After how much silence the server is pinged; null, unless set, for what the options say: 20 s.</summary>
    public TimeSpan? PingInterval { get; init; }

    /// <summary>How long the server may be silent after a ping; null, unless set, for what the options say: 20 s.</summary>
    public TimeSpan? PingTimeout { get; init; }

    /// <summary>The connection, if there is one now. Send on it from anywhere.</summary>
    public WebSocketConnection? Connection => _connection;

    /// <summary>Says what to do when a connection has opened. Another call replaces it.</summary>
    /// <param name="callback">The callback.</param>
    public WebSocketApp OnOpen(Func<WebSocketApp, ValueTask> callback)
    {
        _callbacks.Open = callback;
        return this;
    }

    /// <inheritdoc cref="OnOpen(Func{WebSocketApp, ValueTask})"/>
    public WebSocketApp OnOpen(Action<WebSocketApp> callback) => OnOpen(app =>
    {
        callback(app);
        return ValueTask.CompletedTask;
    });

    /// <summary>Says what to do with a message, whose bytes are on loan until the callback has ended.</summary>
    /// <inheritdoc cref="OnOpen(Func{WebSocketApp, ValueTask})"/>
    public WebSocketApp OnMessage(Func<WebSocketApp, Message, ValueTask> callback)
    {
        _callbacks.Message = callback;
        return this;
    }

    /// <inheritdoc cref="OnMessage(Func{WebSocketApp, Message, ValueTask})"/>
    public WebSocketApp OnMessage(Action<WebSocketApp, Message> callback) => OnMessage((app, message) =>
    {
        callback(app, message);
        return ValueTask.CompletedTask;
    });

    /// <summary>
    /// Says what to do about an error: no connection (<see cref="WebSocketHandshakeException"/>,
    /// <see cref="TimeoutException"/>), a connection that broke (<see cref="WebSocketClosedException"/>, before its OnClose),
    /// or what another callback threw. What this one throws ends the app, and comes out of <see cref="RunForeverAsync"/>.
    /// </summary>
    /// <inheritdoc cref="OnOpen(Func{WebSocketApp, ValueTask})"/>
    public WebSocketApp OnError(Func<WebSocketApp, Exception, ValueTask> callback)
    {
        _callbacks.Error = callback;
        return this;
    }

    /// <inheritdoc cref="OnError(Func{WebSocketApp, Exception, ValueTask})"/>
    public WebSocketApp OnError(Action<WebSocketApp, Exception> callback) => OnError((app, error) =>
    {
        callback(app, error);
        return ValueTask.CompletedTask;
    });

    /// <summary>
    /// Says what to do when a connection has ended, with its code and reason: once for each that was opened. If none was
    /// opened, once at the end of the app, with 1006.
    /// </summary>
    /// <inheritdoc cref="OnOpen(Func{WebSocketApp, ValueTask})"/>
    public WebSocketApp OnClose(Func<WebSocketApp, CloseCode, string, ValueTask> callback)
    {
        _callbacks.Close = callback;
        return this;
    }

    /// <inheritdoc cref="OnClose(Func{WebSocketApp, CloseCode, string, ValueTask})"/>
    public WebSocketApp OnClose(Action<WebSocketApp, CloseCode, string> callback) => OnClose((app, code, reason) =>
    {
        callback(app, code, reason);
        return ValueTask.CompletedTask;
    });

    /// <summary>Sends a text message, and waits if too much waits for the server to read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="WebSocketClosedException">There is no open connection.</exception>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default) =>
        Open().SendAsync(text, cancellationToken);

    /// <summary>Sends a message, and waits if too much waits for the server to read.</summary>
    /// <param name="type">Text, which must be UTF-8, or binary.</param>
    /// <param name="payload">The bytes. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="WebSocketClosedException">There is no open connection.</exception>
    public ValueTask SendAsync(MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        Open().SendAsync(type, payload, cancellationToken);

    /// <summary>
    /// Ends the app: closes the connection if there is one, and connects no more. Any thread, and any callback, may call it.
    /// </summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public void Close(CloseCode code = CloseCode.NormalClosure, string reason = "")
    {
        CloseArguments.Check(code, reason);
        _stopping.Cancel();
        _connection?.Close(code, reason);
    }

    /// <summary>Connects, and calls the callbacks until there is nothing more to do.</summary>
    /// <param name="cancellationToken">Ends the app as <see cref="Close"/> does, with 1001. No exception follows.</param>
    /// <returns>What the last connection closed with: 1006 if it broke, or if there was none.</returns>
    /// <exception cref="InvalidOperationException">The app was run before.</exception>
    public async Task<CloseCode> RunForeverAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            throw new InvalidOperationException("An app runs once. Make another one.");
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static app => ((WebSocketApp)app!).Close(CloseCode.GoingAway), this);
        ReconnectPolicy policy = Reconnect ?? ReconnectPolicy.Default with { ShouldRetry = static _ => false };
        return await new AppRun(this, _callbacks, new Reconnector(_uri, policy, RunOptions()), _stopping.Token).RunAsync()
            .ConfigureAwait(false);
    }

    /// <summary>There is a connection, or there is none any more.</summary>
    internal void Set(WebSocketConnection? connection)
    {
        _connection = connection;

        // It may have been closed since it was opened.
        if (_stopping.IsCancellationRequested)
        {
            connection?.Close();
        }
    }

    private WebSocketConnection Open() =>
        _connection ?? throw new WebSocketClosedException(CloseCode.AbnormalClosure, "there is no connection now");

    private WebSocketClientOptions RunOptions()
    {
        ProtocolOptions protocol = _options.Connection.Protocol;
        return _options with
        {
            // A callback may block; a loop must not.
            ReaderThread = ReaderThread.Pool,
            Connection = _options.Connection with
            {
                Protocol = protocol with
                {
                    PingInterval = PingInterval ?? protocol.PingInterval,
                    PongTimeout = PingTimeout ?? protocol.PongTimeout,
                },
            },
        };
    }
}
