using Parley.Channels;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// What holds for the WebSockets of an application. It is read from the section <c>Parley</c> of the application's
/// configuration first, and then changed by what is given to <c>AddParley</c>. The application does not start with
/// values that can't be.
/// </summary>
public sealed class ParleyOptions
{
    /// <summary>What holds for each connection: message size, keepalive, queues.</summary>
    public ConnectionOptions Connection { get; set; } = ConnectionOptions.Default;

    /// <summary>What holds for sessions, the connections of the subprotocol <c>parley.v1</c>. Set in code only.</summary>
    public SessionServerOptions Sessions { get; set; } = SessionServerOptions.Default;

    /// <summary>
    /// Web origins whose pages may connect to every endpoint, besides pages of the same host: see
    /// <see cref="OriginPolicy"/>. None unless added. An endpoint of its own takes more with <c>AllowOrigins</c>.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Subprotocols that an <see cref="IWebSocketHandler"/> or a delegate takes. None unless added; an endpoint with
    /// <c>WithSubprotocols</c> has its own.
    /// </summary>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>
    /// Whether a connection is closed with <see cref="CloseCode.Unauthorized"/> when the authentication that let it in
    /// expires: at <c>AuthenticationProperties.ExpiresUtc</c>, or at the claim <c>exp</c> if that is not set. True unless
    /// set. What <see cref="ConnectionAuthentication.Renew"/> says on the open connection holds either way.
    /// </summary>
    public bool CloseOnAuthenticationExpiration { get; set; } = true;

    /// <summary>
    /// Whether a handshake may bring a bearer token as one of its subprotocols, since a browser can't send
    /// <c>Authorization</c>: <c>bearer.TOKEN</c>, or Kubernetes' <c>base64url.bearer.authorization.k8s.io.BASE64URL</c>.
    /// It is moved to <c>Authorization</c> before any middleware runs. True unless set.
    /// </summary>
    public bool AcceptSubprotocolTokens { get; set; } = true;

    /// <summary>
    /// The query's parameter in which a handshake may bring a bearer token, such as <c>access_token</c>; null for none,
    /// which it is unless set. It is moved to <c>Authorization</c> before the host logs the request. What stands between
    /// the client and this server, such as a proxy, still sees it and may log it.
    /// </summary>
    public string? QueryTokenName { get; set; }

    /// <summary>
    /// How long the application may take to accept or reject a request, above zero and up to a day. 10 s unless set;
    /// then a 503.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many connections there may be at a time, 1 or more; null, unless set, for as many as the web server takes.
    /// What comes past it gets a 503.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>
    /// Over what time connections are closed when the application stops, zero to an hour, so that not all of them come
    /// back to another server at once. 5 s unless set, and never more than half of the host's
    /// <c>ShutdownTimeout</c>. Up to 1,000 connections are closed faster: in a second at most.
    /// </summary>
    public TimeSpan DrainPeriod { get; set; } = TimeSpan.FromSeconds(5);
}
