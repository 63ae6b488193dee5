using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Answers the requests of one endpoint: checks the handshake, and lets the application decide.</summary>
internal static class UpgradeEndpoint
{
    public static async Task HandleAsync(HttpContext context, Func<HttpContext, Action<UpgradeRequest>> onRequest)
    {
        ParleyHost host = context.RequestServices.GetService<ParleyHost>() ?? throw new InvalidOperationException(
            "Parley is not registered. Call builder.Services.AddParley() before the application is built.");
        RequestHead head = ReadHead(context);
        if (Check(context, head, host, out ClientOffer? offer) is { } error)
        {
            await RefuseAsync(context, host, error).ConfigureAwait(false);
            return;
        }

        var request = new HttpContextUpgradeRequest(context, head, offer!, host);
        RequestAuthentication.Apply(context, request.Connection, host.Options);
        request.Connection.Loop.Post(new LoopWork(
            static (request, onUpgrade) => ((Action<UpgradeRequest>)onUpgrade!)((UpgradeRequest)request!),
            request,
            onRequest(context)));
        await request.RunAsync().ConfigureAwait(false);
    }

    public static Task RefuseAsync(HttpContext context, ParleyHost host, HandshakeError error)
    {
        Log.HandshakeRefused(host.Logger, context.Connection.RemoteIpAddress, error.StatusCode, error.Reason);
        return ReplyAsync(context, HttpReply.From(error));
    }

    public static async Task ReplyAsync(HttpContext context, HttpReply reply)
    {
        context.Response.StatusCode = reply.StatusCode;
        context.Response.ContentType = reply.ContentType;
        foreach ((string name, string value) in reply.Fields)
        {
            context.Response.Headers.Append(name, value);
        }

        await context.Response.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static HandshakeError? Check(HttpContext context, RequestHead head, ParleyHost host, out ClientOffer? offer)
    {
        if (!ServerHandshake.TryRead(head, out offer, out HandshakeError? error))
        {
            return error;
        }

        if (!host.Origins.Allows(offer.Origin, offer.Host))
        {
            return new HandshakeError(403, $"Pages from the origin {offer.Origin} may not connect here.");
        }

        if (host.Stopping.IsCancellationRequested)
        {
            return new HandshakeError(503, "The server is stopping.");
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
