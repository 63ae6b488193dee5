using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// The activities of the source <c>Parley</c>, with the names of OpenTelemetry's conventions. None of them lasts as long
/// as a connection: one ends when the handshake is answered, and another is made when the connection has closed.
/// </summary>
internal static class ParleyActivities
{
    private static readonly ActivitySource _source = new("Parley");

    /// <summary>Begins the activity of a handshake, if somebody listens. It never holds a query or a header's value.</summary>
    public static Activity? BeginHandshake(HttpContext context)
    {
        Activity? activity = _source.StartActivity("parley.handshake");
        if (activity is not { IsAllDataRequested: true })
        {
            return activity;
        }

        HttpRequest request = context.Request;
        ConnectionInfo connection = context.Connection;
        activity.SetTag("http.request.method", request.Method);
        activity.SetTag("url.scheme", request.Scheme);
        activity.SetTag("url.path", PathOf(request));
        activity.SetTag("http.route", RouteOf(context));
        activity.SetTag("server.address", request.Host.Host);
        activity.SetTag("server.port", request.Host.Port);
        activity.SetTag("client.address", connection.RemoteIpAddress?.ToString());
        activity.SetTag("network.protocol.name", "http");
        activity.SetTag("network.protocol.version", request.Protocol[(request.Protocol.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        activity.SetTag("network.peer.address", connection.RemoteIpAddress?.ToString());
        activity.SetTag("network.peer.port", connection.RemotePort);
        return activity;
    }

    /// <summary>The handshake has been answered.</summary>
    public static void End(Activity? activity, int status)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("http.response.status_code", status);
        if (status >= 500)
        {
            activity.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Stop();
    }

    /// <summary>
    /// Ends the activity of the platform's own that stands for the request: it would last as long as the connection, and
    /// be seen only then. The request's time is measured with the handshake's metric, not with that of all requests.
    /// </summary>
    public static void EndRequest(HttpContext context)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsStopped: false } activity)
        {
            return;
        }

        if (activity.IsAllDataRequested)
        {
            activity.SetTag("http.response.status_code", context.Response.StatusCode);
            activity.SetTag("http.route", RouteOf(context));
        }

        activity.Stop();
    }

    /// <summary>A connection has closed: a short activity of the handshake's trace says how.</summary>
    public static void Closed(ActivityContext handshake, WebSocketConnection connection, TimeSpan duration)
    {
        using Activity? activity = _source.StartActivity("parley.close", ActivityKind.Internal, handshake);
        if (activity is { IsAllDataRequested: true })
        {
            CloseCode code = connection.CloseCode ?? CloseCode.AbnormalClosure;
            activity.SetTag("parley.close.code", (int)code);
            activity.SetTag("parley.connection.duration", duration.TotalSeconds);
        }
    }

    /// <summary>The pattern of the route, or null.</summary>
    public static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    /// <summary>The path as it is sent, without the query: a decoded one could break a line of a log.</summary>
    public static string PathOf(HttpRequest request) => (request.PathBase + request.Path).ToUriComponent();
}
