using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley;

/// <summary>What a <see cref="WebSocketServer"/> listens on, and what holds for its connections.</summary>
public sealed record WebSocketServerOptions
{
    // Linux has 108 bytes with the one that ends it; others have a few less, and say so when they are bound.
    private const int MaxUnixSocketPath = 107;

    /// <summary>
    /// The address listened on: an IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.
    /// 127.0.0.1 unless set.
    /// </summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port listened on. 0, unless set, picks a free one.</summary>
    public int Port
    {
        get;
        init => field = value is >= 0 and <= ushort.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A port from 0 to 65535 is expected.");
    }

    /// <summary>What connections run on: the fastest that the system has unless set. TLS runs on sockets.</summary>
    public Engine Engine { get; init; }

    /// <summary>
    /// The path of a Unix socket to listen on instead of <see cref="Host"/> and <see cref="Port"/>: a file, at most 107
    /// bytes long, which is made at the start and removed at the end. Null unless set. Whoever may write to the file
    /// may connect.
    /// </summary>
    public string? UnixSocketPath
    {
        get;
        init => field = value is null || Encoding.UTF8.GetByteCount(value) is > 0 and <= MaxUnixSocketPath
            ? value
            : throw new ArgumentException(
                $"'{value}' can't be a Unix socket's path, which has 1 to {MaxUnixSocketPath} bytes.", nameof(value));
    }

    /// <summary>How TLS is spoken, for <c>wss</c>; null, unless set, for plain connections.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How many connections are taken.</summary>
    public AcceptOptions Accept { get; init; } = new();

    /// <summary>What holds for each connection: message size, keepalive, queues.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>How large the head of a request may be.</summary>
    public HandshakeLimits Handshake { get; init; } = new();

    /// <summary>How long a client may take to send its request. 10 s unless set; then it gets a 408.</summary>
    public TimeSpan HandshakeTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>How long the application may take to accept or reject a request. 10 s unless set; then a 503.</summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Web origins whose pages may connect, besides pages of the same host: see <see cref="OriginPolicy"/>. None
    /// unless set.
    /// </summary>
    public IReadOnlyCollection<string> AllowedOrigins { get; init; } = [];

    /// <summary>Subprotocols that an <see cref="IWebSocketHandler"/> or a delegate takes. None unless set.</summary>
    public IReadOnlyCollection<string> Subprotocols { get; init; } = [];

    /// <summary>
    /// Answers plain HTTP requests, such as <c>/health</c>. It runs on a loop and must not block; null leaves the
    /// request to the WebSocket paths: 426 on one of them, 404 elsewhere.
    /// </summary>
    public Func<RequestHead, HttpReply?>? HttpHandler { get; init; }

    /// <summary>The clock that deadlines are counted on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the server logs.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal EndPoint ListeningEndPoint => UnixSocketPath is { } path
        ? new UnixDomainSocketEndPoint(path)
        : new IPEndPoint(ParseHost(Host), Port);

    /// <summary>Reads an address to listen on.</summary>
    /// <param name="host">An IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.</param>
    /// <exception cref="FormatException">The host is none of these.</exception>
    public static IPAddress ParseHost(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        _ => IPAddress.TryParse(host, out IPAddress? address)
            ? address
            : throw new FormatException($"'{host}' is no IP address, not 'localhost' and not '*'."),
    };
}
