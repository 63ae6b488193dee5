using System.Net;
using System.Security.Claims;

namespace Parley.Testing;

/// <summary>What a <see cref="WebSocketCommunicator"/> connects with.</summary>
public sealed record CommunicatorOptions
{
    /// <summary>The path and the query, percent-encoded. <c>/</c> unless set.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The values of the route's parameters. With a router, the path gives them.</summary>
    public IReadOnlyDictionary<string, string> Route { get; init; } = new Dictionary<string, string>();

    /// <summary>Header fields besides <c>Host</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Cookies, sent in one field.</summary>
    public IReadOnlyDictionary<string, string> Cookies { get; init; } = new Dictionary<string, string>();

    /// <summary>Subprotocols that the client offers, in its order of preference.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>Who the client is; null, unless set, for somebody without claims.</summary>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>The client's address. 127.0.0.1 unless set.</summary>
    public EndPoint RemoteEndPoint { get; init; } = new IPEndPoint(IPAddress.Loopback, 50000);

    /// <summary>What holds for the connection.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>How long is waited for what must come, by <see cref="Time"/>. 10 s unless set.</summary>
    public TimeSpan Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the connection and of what is waited for; the system's unless set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
