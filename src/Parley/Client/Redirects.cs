using Parley.Protocol;

namespace Parley;

/// <summary>Where a server may send a client (RFC 9110 section 15.4).</summary>
internal static class Redirects
{
    /// <summary>The request to the place that an answer names; null if it names none.</summary>
    /// <exception cref="WebSocketHandshakeException">The client doesn't go there; the message says why.</exception>
    public static ClientRequest? Follow(ClientRequest request, ResponseHead response, int followed)
    {
        if (response.StatusCode is not (301 or 302 or 303 or 307 or 308) || request.Options.MaxRedirects == 0
            || response.Fields["Location"] is not { } location)
        {
            return null;
        }

        if (followed >= request.Options.MaxRedirects)
        {
            throw Refused(request, response, $"the {followed + 1}th redirect in a row, and {request.Options.MaxRedirects} are allowed");
        }

        if (!Uri.TryCreate(request.Uri, location, out Uri? target) || ToWebSocket(target) is not { } uri)
        {
            throw Refused(request, response, "which is no address of a WebSocket");
        }

        if (request.IsSecure && uri.Scheme == "ws")
        {
            throw Refused(request, response, "which is not encrypted, though wss was asked for. Its redirect must lead to wss");
        }

        ClientRequest next = request.RedirectedTo(uri);
        return request.Options.UnixSocketPath is null || next.Authority == request.Authority
            ? next
            : throw Refused(request, response, "another server, but there is only one at the Unix socket");
    }

    // A server's redirects speak of http, since its handshakes are requests like others.
    private static Uri? ToWebSocket(Uri target)
    {
        string? scheme = target.Scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            _ => null,
        };
        return scheme is null || target.Host.Length == 0
            ? null
            : new UriBuilder(target) { Scheme = scheme, Port = target.Port, Fragment = "" }.Uri;
    }

    private static WebSocketHandshakeException Refused(ClientRequest request, ResponseHead response, string why) => new(
        $"{request.Shown} answered {response.StatusCode} and sent the client to {response.Fields["Location"]}: {why}.",
        response.StatusCode)
    {
        Failure = HandshakeFailure.Redirect,
        Fields = response.Fields,
    };
}
