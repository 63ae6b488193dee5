using System.Net;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>A client that asks to open a WebSocket, with a handshake that has been checked.</summary>
public abstract class UpgradeRequest
{
    private readonly CancellationTokenSource _aborted = new();
    private readonly ILogger _logger;

    /// <summary>Makes a request.</summary>
    /// <param name="head">The request line and the header fields.</param>
    /// <param name="offer">What the handshake asks for.</param>
    /// <param name="loop">The loop that the connection will live on.</param>
    /// <param name="options">What will hold for the connection.</param>
    /// <param name="logger">Where the connection logs.</param>
    protected UpgradeRequest(
        RequestHead head, ClientOffer offer, ConnectionLoop loop, ConnectionOptions options, ILogger logger)
        : this(head, offer, loop, new ConnectionContext(options, logger))
    {
    }

    private protected UpgradeRequest(
        RequestHead head, ClientOffer offer, ConnectionLoop loop, ConnectionContext context)
    {
        Head = head;
        Offer = offer;
        Options = context.Options;
        _logger = context.Logger;
        Connection = new WebSocketConnection(loop, context);
        Deflate = DeflateNegotiation.Accept(offer.Extensions, Options.Protocol.Deflate);
    }

    /// <summary>The request line and the header fields.</summary>
    public RequestHead Head { get; }

    /// <summary>What the handshake asks for: host, origin, subprotocols, extensions.</summary>
    public ClientOffer Offer { get; }

    /// <summary>What holds for the connection.</summary>
    public ConnectionOptions Options { get; }

    /// <summary>How messages are compressed once the request is accepted, or null if they are not.</summary>
    public DeflateParameters? Deflate { get; }

    /// <summary>The client's address, if known.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>
    /// The connection, which is not open yet: it can be put into a <see cref="ConnectionSet"/>, whose messages wait for
    /// it.
    /// </summary>
    public WebSocketConnection Connection { get; }

    /// <summary>Cancelled when the client has gone, or the connect timeout has passed, before the request was answered.</summary>
    public CancellationToken Aborted => _aborted.Token;

    /// <summary>Whether the request has been accepted, rejected or given up.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Opens the connection. Any thread may call it; it goes on on the connection's loop.</summary>
    /// <param name="handler">What receives the messages.</param>
    /// <param name="subprotocol">One of the subprotocols that the client offered, or null.</param>
    /// <returns>False if the client has gone, or the connect timeout has passed.</returns>
    /// <exception cref="InvalidOperationException">The request has been accepted or rejected before.</exception>
    /// <exception cref="ArgumentException">The client did not offer the subprotocol.</exception>
    public async ValueTask<bool> AcceptAsync(IWebSocketHandler handler, string? subprotocol = null)
    {
        if (subprotocol is not null && !Offer.Subprotocols.Contains(subprotocol))
        {
            throw new ArgumentException($"The client did not offer the subprotocol {subprotocol}.", nameof(subprotocol));
        }

        // Here and in no method of its own: one that had ended before it was awaited would go on on this thread.
        if (!Connection.Loop.IsCurrent)
        {
            await Connection.Loop.SwitchTo();
        }

        return TryAnswer() && await OpenAsync(handler, subprotocol).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the connection and runs a delegate for it. When it returns, the connection is closed with 1000; when it
    /// throws, with 1011.
    /// </summary>
    /// <param name="handler">The delegate: the connection, and a token that is cancelled when it has closed.</param>
    /// <param name="subprotocol">One of the subprotocols that the client offered, or null.</param>
    /// <returns>False if the client has gone, or the connect timeout has passed.</returns>
    /// <exception cref="InvalidOperationException">The request has been accepted or rejected before.</exception>
    /// <exception cref="ArgumentException">The client did not offer the subprotocol.</exception>
    public ValueTask<bool> AcceptAsync(
        Func<WebSocketConnection, CancellationToken, Task> handler, string? subprotocol = null) =>
        AcceptAsync(new DelegateHandler(handler, Options, _logger), subprotocol);

    /// <summary>Refuses the connection with a plain HTTP answer. Any thread may call it.</summary>
    /// <param name="reply">The answer, such as a 403 with a sentence.</param>
    /// <exception cref="InvalidOperationException">The request has been accepted or rejected before.</exception>
    public async ValueTask RejectAsync(HttpReply reply)
    {
        // Here and in no method of its own: one that had ended before it was awaited would go on on this thread.
        if (!Connection.Loop.IsCurrent)
        {
            await Connection.Loop.SwitchTo();
        }

        if (TryAnswer())
        {
            Connection.Abandon();
            Refuse(reply);
        }
    }

    /// <summary>
    /// Refuses the connection with a close code: opens it and closes it at once. A browser lets its page see a close code, and
    /// nothing of a handshake that was refused. No message passes either way. Any thread may call it.
    /// </summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <param name="handler">Told when the connection has closed, and of nothing else; may be null.</param>
    /// <param name="subprotocol">
    /// One of the subprotocols that the client offered, or null. A browser that offered some never opens without one.
    /// </param>
    /// <returns>False if the client has gone, or the connect timeout has passed.</returns>
    /// <exception cref="InvalidOperationException">The request has been accepted or rejected before.</exception>
    /// <exception cref="ArgumentException">The code or the reason can't be sent, or the subprotocol was not offered.</exception>
    public async ValueTask<bool> RejectAsync(
        CloseCode code, string reason, IWebSocketHandler? handler = null, string? subprotocol = null)
    {
        CloseArguments.Check(code, reason);
        if (!Connection.Loop.IsCurrent)
        {
            await Connection.Loop.SwitchTo();
        }

        Connection.DropHeld();
        return await AcceptAsync(new ClosingHandler(handler, code, reason), subprotocol).ConfigureAwait(false);
    }

    /// <summary>Answers the handshake and opens <see cref="Connection"/>. On the loop.</summary>
    /// <param name="handler">What receives the messages.</param>
    /// <param name="subprotocol">The subprotocol agreed on, or null.</param>
    /// <returns>False if the client has gone.</returns>
    protected abstract ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol);

    /// <summary>Answers the handshake with a refusal. On the loop.</summary>
    /// <param name="reply">The answer.</param>
    protected abstract void Refuse(HttpReply reply);

    /// <summary>Opens <see cref="Connection"/> on a transport whose handshake has been answered. On the loop.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="handler">What receives the messages.</param>
    /// <param name="subprotocol">The subprotocol agreed on, or null.</param>
    /// <param name="rest">What has been received behind the request.</param>
    protected void OpenOn(Transport transport, IWebSocketHandler handler, string? subprotocol, Span<byte> rest) =>
        Connection.Open(
            transport,
            new WebSocketProtocol(Role.Server, Options.Protocol, Deflate, PingPhase.Next()),
            handler,
            subprotocol,
            rest);

    /// <summary>The client has gone while it was being answered: <see cref="Connection"/> never opens. On the loop.</summary>
    protected void Abandon() => Connection.Abandon();

    /// <summary>Gives the request up: the client has gone, or the time is over. On the loop.</summary>
    /// <returns>False if it had been answered.</returns>
    protected bool GiveUp()
    {
        if (IsAnswered)
        {
            return false;
        }

        IsAnswered = true;
        Connection.Abandon();
        _aborted.Cancel();
        return true;
    }

    // False if it was given up; a second answer is the application's mistake.
    private bool TryAnswer()
    {
        if (Aborted.IsCancellationRequested)
        {
            return false;
        }

        if (IsAnswered)
        {
            throw new InvalidOperationException("The request has been accepted or rejected before.");
        }

        IsAnswered = true;
        return true;
    }
}
