namespace Parley;

/// <summary>Opens WebSockets to servers.</summary>
public static class WebSocketClient
{
    // One group for every client of the process: connections are cheap to add to it, and loops are not.
    private static readonly Lazy<LoopGroup> _sharedLoops = new(static () => LoopGroup.Create(Engine.Auto));

    /// <summary>Connects, and completes when the WebSocket is open.</summary>
    /// <param name="uri">
    /// The server's address: <c>ws://host:port/path</c> or <c>wss://…</c>. A name and a password before the host are sent
    /// as basic credentials (RFC 7617).
    /// </param>
    /// <param name="options">How to connect; the defaults unless given.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    /// <returns>The connection, to be read with <see cref="WebSocketConnection.ReadAllAsync"/>.</returns>
    /// <exception cref="ArgumentException">The address is no ws or wss address, or a header field can't be sent.</exception>
    /// <exception cref="WebSocketHandshakeException">The server can't be reached or refused; the message says why.</exception>
    /// <exception cref="TimeoutException">The connect timeout has passed.</exception>
    public static Task<WebSocketConnection> ConnectAsync(
        Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= WebSocketClientOptions.Default;
        return ConnectAsync(uri, new Inbox(options.Connection, options.ReaderThread), options, cancellationToken);
    }

    /// <summary>
    /// Connects, and lets a handler receive the messages on the connection's loop, without a copy. The connection can't
    /// be read then.
    /// </summary>
    /// <param name="uri">The server's address: <c>ws://host:port/path</c> or <c>wss://…</c>.</param>
    /// <param name="handler">What receives the messages. It may be told of some before the method's task completes.</param>
    /// <param name="options">How to connect; the defaults unless given.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentException">The address is no ws or wss address, or a header field can't be sent.</exception>
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
        ConnectionLoop loop = LoopsOf(options).Next();
        var request = new ClientRequest(uri, options);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, loop.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await OpenAsync(request, handler, loop, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{request.Shown} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s. "
                + "It may be overloaded, or something in between may drop the packets; ConnectTimeout says how long to wait.",
                exception);
        }
    }

    /// <summary>The loops that a client's connections live on.</summary>
    internal static LoopGroup LoopsOf(WebSocketClientOptions options) => options.Loops ?? _sharedLoops.Value;

    /// <exception cref="ArgumentException">The address is no WebSocket's.</exception>
    internal static void CheckAddress(Uri uri)
    {
        // RFC 6455 section 3: no fragment.
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("ws" or "wss") || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{uri}' is no WebSocket address. Write it as ws://host:port/path or wss://host/path.", nameof(uri));
        }
    }

    private static async Task<WebSocketConnection> OpenAsync(
        ClientRequest request, IWebSocketHandler handler, ConnectionLoop loop, CancellationToken cancellationToken)
    {
        for (int followed = 0; ; followed++)
        {
            Transport transport = await Dialer.ConnectAsync(request, loop, cancellationToken).ConfigureAwait(false);
            OpeningResult result = await AskAsync(transport, request, handler, cancellationToken).ConfigureAwait(false);
            if (result.Connection is { } connection)
            {
                return connection;
            }

            request = Redirects.Follow(request, result.Refused!.Head, followed) ?? throw Refused(request, result.Refused);
        }
    }

    private static async Task<OpeningResult> AskAsync(
        Transport transport, ClientRequest request, IWebSocketHandler handler, CancellationToken cancellationToken)
    {
        ConnectionLoop loop = transport.Loop;
        var opening = new ClientOpening(transport, request, handler);
        loop.Post(new LoopWork(static (opening, _) => ((ClientOpening)opening!).Start(), opening));
        try
        {
            return await opening.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Close(), transport));
            throw;
        }
    }

    private static WebSocketHandshakeException Refused(ClientRequest request, RefusedAnswer refused)
    {
        string status = $"{refused.Head.StatusCode} {refused.Head.Phrase}".TrimEnd();
        return new WebSocketHandshakeException(
            $"{request.Shown} answered {status}, not 101. {RefusalAdvice.For(refused.Head.StatusCode)}", refused.Head.StatusCode)
        {
            Failure = HandshakeFailure.Refused,
            Fields = refused.Head.Fields,
            Body = refused.Body,
        };
    }
}
