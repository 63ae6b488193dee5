using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// A request that came through the web server. The decision falls on the connection's loop; what it asks of the
/// <see cref="HttpContext"/> is done by the request's own task, which waits for it.
/// </summary>
internal sealed class HttpContextUpgradeRequest : UpgradeRequest, ITransportTaker
{
    private readonly TaskCompletionSource<Decision> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpContext _context;
    private readonly ParleyHost _host;
    private readonly EngineConnection? _engine;

    public HttpContextUpgradeRequest(
        HttpContext context, RequestHead head, ClientOffer offer, ParleyHost host)
        : this(context, head, offer, host, EngineConnection.Of(context))
    {
    }

    private HttpContextUpgradeRequest(
        HttpContext context, RequestHead head, ClientOffer offer, ParleyHost host, EngineConnection? engine)
        : base(head, offer, engine?.Loop ?? host.Loops.Next(), host.Options.Connection, host.Logger)
    {
        _context = context;
        _host = host;
        _engine = engine;
        ConnectionInfo connection = context.Connection;
        RemoteEndPoint = connection.RemoteIpAddress is { } address
            ? new IPEndPoint(address, connection.RemotePort)
            : null;
    }

    public override EndPoint? RemoteEndPoint { get; }

    /// <summary>What is told of the request and its connection.</summary>
    public required HandshakeTelemetry Telemetry { get; init; }

    /// <summary>
    /// Waits for the application and carries out what it decided. Whoever then holds the connection need not hold the
    /// request as well.
    /// </summary>
    /// <returns>Whether the connection has been opened.</returns>
    public async Task<bool> RunAsync()
    {
        Decision decision = await DecideAsync().ConfigureAwait(false);
        if (decision.Reply is { } reply)
        {
            Telemetry.OnRefused(reply);
            await UpgradeEndpoint.ReplyAsync(_context, reply).ConfigureAwait(false);
            return false;
        }

        if (await TryUpgradeAsync(decision.Subprotocol).ConfigureAwait(false) is not { } stream)
        {
            return false;
        }

        await Connection.Loop.SwitchTo();
        if (_engine is not null && _engine.CanHandOver(stream))
        {
            _engine.HandOver(this);
            return await _opened.Task.ConfigureAwait(false);
        }

        var transport = new StreamTransport(stream, Connection.Loop, RemoteEndPoint);
        OpenOn(transport, decision.Handler!, decision.Subprotocol, []);
        StartOutsideRequest(transport);
        _opened.TrySetResult(true);
        return true;
    }

    void ITransportTaker.OnTaken(Transport transport, Span<byte> waiting)
    {
        Decision decision = _decision.Task.GetAwaiter().GetResult();
        OpenOn(transport, decision.Handler!, decision.Subprotocol, waiting);
        _opened.TrySetResult(true);
    }

    void ITransportTaker.OnGone()
    {
        Abandon();
        _opened.TrySetResult(false);
    }

    protected override async ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol)
    {
        _decision.TrySetResult(new Decision(null, handler, subprotocol));
        return await _opened.Task.ConfigureAwait(false);
    }

    protected override void Refuse(HttpReply reply) => _decision.TrySetResult(new Decision(reply, null, null));

    private async Task<Decision> DecideAsync()
    {
        using CancellationTokenRegistration gone = _context.RequestAborted.UnsafeRegister(
            static request => ((HttpContextUpgradeRequest)request!).PostGiveUp("The client has gone."), this);
        using ITimer timer = _host.Time.CreateTimer(
            static request => ((HttpContextUpgradeRequest)request!).PostGiveUp("The application did not answer in time."),
            this,
            _host.Options.ConnectTimeout,
            Timeout.InfiniteTimeSpan);
        return await _decision.Task.ConfigureAwait(false);
    }

    private void PostGiveUp(string reason) => Connection.Loop.Post(new LoopWork(
        static (request, reason) =>
        {
            var self = (HttpContextUpgradeRequest)request!;
            if (self.GiveUp())
            {
                self.Refuse(HttpReply.From(new HandshakeError(503, (string)reason!)));
            }
        },
        this,
        reason));

    private async Task<Stream?> TryUpgradeAsync(string? subprotocol)
    {
        IHeaderDictionary fields = _context.Response.Headers;
        if (Offer.Key is { } key)
        {
            fields.Upgrade = "websocket";
            fields.SecWebSocketAccept = AcceptKey.Compute(key);
        }

        if (subprotocol is not null)
        {
            fields.SecWebSocketProtocol = subprotocol;
        }

        if (Deflate is not null)
        {
            fields.SecWebSocketExtensions = DeflateNegotiation.FormatAnswer(Deflate);
        }

        try
        {
            return Head.Protocol is null
                ? await _context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false)
                : await _context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The client has gone since the application accepted it, or the web server takes no more.
            Log.UpgradeFault(_host.Logger, RemoteEndPoint, exception);
            await Connection.Loop.SwitchTo();
            Abandon();
            _opened.TrySetResult(false);
            await ReplyFullAsync().ConfigureAwait(false);
            return null;
        }
    }

    // The request's activity has ended, and what else flows with its execution context is no concern of what comes later.
    private static void StartOutsideRequest(StreamTransport transport)
    {
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        transport.Start();
    }

    // Kestrel has a limit of its own for connections that were upgraded.
    private async Task ReplyFullAsync()
    {
        if (!_context.Response.HasStarted && !_context.RequestAborted.IsCancellationRequested)
        {
            _context.Response.Clear();
            HttpReply reply = HttpReply.From(Refusals.Full);
            Telemetry.OnRefused(reply);
            await UpgradeEndpoint.ReplyAsync(_context, reply).ConfigureAwait(false);
        }
    }

    private sealed record Decision(HttpReply? Reply, IWebSocketHandler? Handler, string? Subprotocol);
}
