using System.Runtime.CompilerServices;

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

    /// <summary>
    /// Connects again and again: each connection is handed out when it is open, and the next one follows when the loop's
    /// body has ended. <c>await foreach (var ws in WebSocketClient.ReconnectAsync(uri)) { … }</c> A connection that the body
    /// leaves open is closed.
    /// </summary>
    /// <param name="uri">The server's address: <c>ws://host:port/path</c> or <c>wss://…</c>.</param>
    /// <param name="policy">How long to wait, and after what; the defaults unless given.</param>
    /// <param name="cancellationToken">Stops the connecting and the waiting, not a connection that is open.</param>
    /// <returns>
    /// The connections. There are no more once one was closed by this end, or by the server with 1000 or without a code.
    /// </returns>
    /// <exception cref="ArgumentException">The address is no ws or wss address.</exception>
    /// <exception cref="WebSocketHandshakeException">While enumerating: the policy allows no further attempt.</exception>
    /// <exception cref="WebSocketClosedException">
    /// While enumerating: the server has closed with a code after which the policy does not try again.
    /// </exception>
    /// <exception cref="TimeoutException">While enumerating: as before, for the connect timeout.</exception>
    public static IAsyncEnumerable<WebSocketConnection> ReconnectAsync(
        Uri uri, ReconnectPolicy? policy = null, CancellationToken cancellationToken = default) =>
        ReconnectAsync(uri, policy, WebSocketClientOptions.Default, cancellationToken);

    /// <param name="uri">The server's address: <c>ws://host:port/path</c> or <c>wss://…</c>.</param>
    /// <param name="policy">How long to wait, and after what; the defaults unless given.</param>
    /// <param name="options">How to connect. The delays are counted on the clock of its loops.</param>
    /// <param name="cancellationToken">Stops the connecting and the waiting, not a connection that is open.</param>
    /// <inheritdoc cref="ReconnectAsync(Uri, ReconnectPolicy?, CancellationToken)"/>
    public static IAsyncEnumerable<WebSocketConnection> ReconnectAsync(
        Uri uri, ReconnectPolicy? policy, WebSocketClientOptions options, CancellationToken cancellationToken = default)
    {
        CheckAddress(uri);
        return ReconnectAsync(new Reconnector(uri, policy ?? ReconnectPolicy.Default, options), cancellationToken);
    }

    private static async IAsyncEnumerable<WebSocketConnection> ReconnectAsync(
        Reconnector reconnector, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WebSocketConnection connection;
        do
        {
            connection = await reconnector.ConnectAsync(null, cancellationToken).ConfigureAwait(false);
            bool isDone = false;
            try
            {
                yield return connection;
                isDone = true;
            }
            finally
            {
                // The loop was left in its middle.
                if (!isDone)
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        while (await reconnector.WaitAfterAsync(connection, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The loops that a client's connections live on.</summary>
    internal static LoopGroup LoopsOf(WebSocketClientOptions options) => options.Loops ?? _sharedLoops.Value;

    /// <exception cref="ArgumentException">The address is no WebSocket's.</exception>
    internal static void CheckAddress(Uri uri)
    {
        // RFC 6455 section 3: no fragment.
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("ws" or "wss") || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{Shown(uri)}' is no WebSocket address. Write it as ws://host:port/path or wss://host/path.", nameof(uri));
        }
    }

    // Without a name and a password, which may stand in it also where it is no address.
    private static string Shown(Uri uri)
    {
        string text = uri.OriginalString;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = text.LastIndexOf('@') + 1;
        return end > start ? text[..start] + text[end..] : text;
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
