using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>What holds for the WebSockets of an application.</summary>
public sealed class ParleyOptions
{
    /// <summary>What holds for each connection: message size, keepalive, queues.</summary>
    public ConnectionOptions Connection { get; set; } = ConnectionOptions.Default;

    /// <summary>
    /// Web origins whose pages may connect, besides pages of the same host: see <see cref="OriginPolicy"/>. None
    /// unless added.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Subprotocols that an <see cref="IWebSocketHandler"/> or a delegate takes. None unless added.</summary>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>How long the application may take to accept or reject a request. 10 s unless set; then a 503.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
