using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley;

/// <summary>How a <see cref="WebSocketClient"/> connects. Immutable; shared by any number of connections.</summary>
public sealed record WebSocketClientOptions
{
    /// <summary>The options with every default.</summary>
    public static WebSocketClientOptions Default { get; } = new();

    /// <summary>Subprotocols to offer, in order of preference. None unless set.</summary>
    public IReadOnlyCollection<string> Subprotocols { get; init; } = [];

    /// <summary>
    /// Further header fields of the handshake, such as <c>Origin</c>, <c>Cookie</c> or <c>Authorization</c>. The latter
    /// two, and subprotocols that begin with <c>bearer.</c>, don't follow a redirect to another origin.
    /// </summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>
    /// Cookies to send where they belong, and to keep when the server sets some; null, unless set, for none. The
    /// container may be that of an <c>HttpClientHandler</c> that has logged in: ws counts as http, wss as https.
    /// </summary>
    public CookieContainer? Cookies { get; init; }

    /// <summary>How long connecting may take, redirects and the handshake included. 10 s unless set.</summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>How TLS is spoken, for wss.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;

    /// <summary>
    /// The proxy: <c>http://</c>, <c>https://</c> (both by CONNECT) or <c>socks5://</c>, with a name and password in its
    /// address or its <see cref="IWebProxy.Credentials"/>. Null for none. Unless set, what the environment says:
    /// HTTPS_PROXY for wss, HTTP_PROXY for ws, ALL_PROXY, NO_PROXY, also in lower case; never for this machine itself.
    /// </summary>
    public IWebProxy? Proxy { get; init; } = EnvironmentProxy.Instance;

    /// <summary>How many redirects in a row are followed; 0 for none. 10 unless set. Never from wss to ws.</summary>
    public int MaxRedirects
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>
    /// The path of a Unix socket to connect to, instead of the address's host and port, which then only stand in the
    /// request. Null unless set. No proxy is used.
    /// </summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>What holds for the connection: message size, compression, keepalive, queues.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>The loops to live on, whose clock counts. Unless given, one group for the whole process.</summary>
    public LoopGroup? Loops { get; init; }

    /// <summary>Where the code that reads goes on when a message comes. On the loop unless set.</summary>
    public ReaderThread ReaderThread { get; init; }

    /// <summary>Where the connection logs: nowhere unless set.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
