using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// A request that came through the web server. The decision falls on the connection's loop; what it asks of the
/// <see cref="HttpContext"/> is done by the request's own task, which waits for it.
/// </summary>
internal sealed class HttpContextUpgradeRequest : UpgradeRequest
{
    // RFC 9113 section 7.
    private const int Http2Cancel = 8;

    private readonly TaskCompletionSource<Decision> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpContext _context;
    private readonly ParleyHost _host;

    public HttpContextUpgradeRequest(
        HttpContext context, RequestHead head, ClientOffer offer, ParleyHost host)
        : base(head, offer, host.Loops.Next(), host.Options.Connection, host.Logger)
    {
        _context = context;
        _host = host;
        ConnectionInfo connection = context.Connection;
        RemoteEndPoint = connection.RemoteIpAddress is { } address
            ? new IPEndPoint(address, connection.RemotePort)
            : null;
    }

    public override EndPoint? RemoteEndPoint { get; }

    /// <summary>What is told of the request and its connection.</summary>
    public required HandshakeTelemetry Telemetry { get; init; }

    /// <summary>Waits for the application, carries out what it decided, and stays until the connection has ended.</summary>
    public async Task RunAsync()
    {
        Decision decision = await DecideAsync().ConfigureAwait(false);
        if (decision.Reply is { } reply)
        {
            Telemetry.OnRefused(reply);
            await UpgradeEndpoint.ReplyAsync(_context, reply).ConfigureAwait(false);
        }
        else if (await TryUpgradeAsync(decision.Subprotocol).ConfigureAwait(false) is { } stream)
        {
            await Connection.Loop.SwitchTo();
            var transport = new StreamTransport(stream, Connection.Loop, RemoteEndPoint);
            OpenOn(transport, decision.Handler!, decision.Subprotocol, []);
            StartOutsideRequest(transport);
            _opened.TrySetResult(true);
            await _host.HoldAsync(Connection, Telemetry).ConfigureAwait(false);
            ResetIfBroken();
        }
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

    // RFC 8441 section 5: what would be a reset of a TCP connection is a RST_STREAM with CANCEL. An end in good order is
    // the end of the stream, which the web server writes when the request's task has ended.
    private void ResetIfBroken()
    {
        if (Connection.CloseCode == CloseCode.AbnormalClosure)
        {
            _context.Features.Get<IHttpResetFeature>()?.Reset(Http2Cancel);
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
