namespace Parley;

/// <summary>Opens WebSockets to servers.</summary>
public static class WebSocketClient
{
    // One group for every client of the process: connections are cheap to add to it, and loops are not.
    private static readonly Lazy<LoopGroup> _sharedLoops = new(static () => LoopGroup.Create(Engine.Auto));

    /// <summary>Connects, and completes when the WebSocket is open.</summary>
    /// <param name="uri">The server's address: <c>ws://host:port/path</c>.</param>
    /// <param name="options">How to connect; the defaults unless given.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    /// <returns>The connection, to be read with <see cref="WebSocketConnection.ReadAllAsync"/>.</returns>
    /// <exception cref="ArgumentException">The address is no ws address.</exception>
    /// <exception cref="WebSocketHandshakeException">The server can't be reached or refused; the message says why.</exception>
    /// <exception cref="TimeoutException">The connect timeout has passed.</exception>
    public static Task<WebSocketConnection> ConnectAsync(
        Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= WebSocketClientOptions.Default;
        return ConnectAsync(uri, new Inbox(options.Connection), options, cancellationToken);
    }

    /// <summary>
    /// Connects, and lets a handler receive the messages on the connection's loop, without a copy. The connection can't
    /// be read then.
    /// </summary>
    /// <param name="uri">The server's address: <c>ws://host:port/path</c>.</param>
    /// <param name="handler">What receives the messages. It may be told of some before the method's task completes.</param>
    /// <param name="options">How to connect; the defaults unless given.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentException">The address is no ws address.</exception>
    /// <exception cref="WebSocketHandshakeException">The server can't be reached or refused; the message says why.</exception>
    /// <exception cref="TimeoutException">The connect timeout has passed.</exception>
    public static async Task<WebSocketConnection> ConnectAsync(
        Uri uri,
        IWebSocketHandler handler,
        WebSocketClientOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        CheckAddress(uri);
        options ??= WebSocketClientOptions.Default;
        ConnectionLoop loop = (options.Loops ?? _sharedLoops.Value).Next();
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, loop.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            Transport transport = await Dialer.ConnectAsync(uri, loop, either.Token).ConfigureAwait(false);
            return await OpenAsync(transport, uri, handler, options, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{uri} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s.", exception);
        }
    }

    private static void CheckAddress(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("ws" or "wss") || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{uri}' is no WebSocket address. Write it as ws://host:port/path.", nameof(uri));
        }

        if (uri.Scheme == "wss")
        {
            throw new NotSupportedException("wss addresses are not supported yet; use ws.");
        }
    }

    private static async Task<WebSocketConnection> OpenAsync(
        Transport transport,
        Uri uri,
        IWebSocketHandler handler,
        WebSocketClientOptions options,
        CancellationToken cancellationToken)
    {
        ConnectionLoop loop = transport.Loop;
        var opening = new ClientOpening(transport, uri, handler, options);
        loop.Post(new LoopWork(static (opening, _) => ((ClientOpening)opening!).Start(), opening));
        try
        {
            return await opening.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Close(), transport));
            throw;
        }
    }
}
