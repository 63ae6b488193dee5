using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Answers the requests of one endpoint: checks the handshake, and lets the application decide.</summary>
internal static class UpgradeEndpoint
{
    public static async Task HandleAsync(HttpContext context, Func<HttpContext, Func<UpgradeRequest, Task>> onRequest)
    {
        ParleyHost host = context.RequestServices.GetService<ParleyHost>() ?? throw new InvalidOperationException(
            "Parley is not registered. Call builder.Services.AddParley() before the application is built.");
        using HandshakeTelemetry telemetry = HandshakeTelemetry.Begin(context, host);
        RequestHead head = ReadHead(context);
        if (Check(context, head, host, out ClientOffer? offer) is { } error)
        {
            await RefuseAsync(context, telemetry, error).ConfigureAwait(false);
        }
        else if (!host.Limit.TryEnter())
        {
            await RefuseAsync(context, telemetry, Refusals.Full).ConfigureAwait(false);
        }
        else
        {
            try
            {
                // Made here and not handed on, so that nothing holds it while its connection is open.
                var request = new HttpContextUpgradeRequest(context, head, offer!, host) { Telemetry = telemetry };
                WebSocketConnection connection = request.Connection;
                RequestAuthentication.Apply(context, connection, host.Options);
                Task<Task> application = ApplicationRun.Begin(request, onRequest(context));
                try
                {
                    if (await request.RunAsync().ConfigureAwait(false))
                    {
                        await host.HoldAsync(connection, telemetry).ConfigureAwait(false);
                    }

                    await ConnectionEnd.TellAsync(context, connection, host.Time).ConfigureAwait(false);
                }
                finally
                {
                    await ApplicationRun.EndAsync(application).ConfigureAwait(false);
                }
            }
            finally
            {
                host.Limit.Leave();
            }
        }
    }

    /// <summary>Refuses a handshake before it has come to its endpoint.</summary>
    public static async Task RefuseAsync(HttpContext context, ParleyHost host, HandshakeError error)
    {
        using HandshakeTelemetry telemetry = HandshakeTelemetry.Begin(context, host);
        await RefuseAsync(context, telemetry, error).ConfigureAwait(false);
    }

    public static async Task ReplyAsync(HttpContext context, HttpReply reply)
    {
        context.Response.StatusCode = reply.StatusCode;
        context.Response.ContentType = reply.ContentType;
        foreach ((string name, string value) in reply.Fields)
        {
            context.Response.Headers.Append(name, value);
        }

        ReadOnlyMemory<byte> body = reply.Content ?? Encoding.UTF8.GetBytes(reply.Body);
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, HandshakeTelemetry telemetry, HandshakeError error)
    {
        HttpReply reply = HttpReply.From(error);
        telemetry.OnRefused(reply);
        return ReplyAsync(context, reply);
    }

    private static HandshakeError? Check(HttpContext context, RequestHead head, ParleyHost host, out ClientOffer? offer)
    {
        if (!ServerHandshake.TryRead(head, out offer, out HandshakeError? error))
        {
            return error;
        }

        if (!EndpointPolicy.Allows(context, host, offer))
        {
            return new HandshakeError(403, $"Pages from the origin {offer.Origin} may not connect here.");
        }

        if (host.Stopping.IsCancellationRequested)
        {
            return Refusals.Stopping;
        }

        return head.Protocol is not null || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            ? null
            : new HandshakeError(400, "This connection can't be upgraded; connect with HTTP/1.1 or HTTP/2.");
    }

    // The web server has read the request. Its fields go through the same checks as everywhere.
    private static RequestHead ReadHead(HttpContext context) => RequestHead.Create(
        context.Request.Method,
        context.Request.GetEncodedPathAndQuery(),
        context.Request.Headers.SelectMany(
            static field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))),
        VersionOf(context.Request.Protocol),
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect ? connect.Protocol : null);

    private static Version VersionOf(string protocol) => protocol switch
    {
        _ when HttpProtocol.IsHttp10(protocol) => HttpVersion.Version10,
        _ when HttpProtocol.IsHttp2(protocol) => HttpVersion.Version20,
        _ when HttpProtocol.IsHttp3(protocol) => HttpVersion.Version30,
        _ => HttpVersion.Version11,
    };
}
