namespace Parley;

/// <summary>How a <see cref="WebSocketClient"/> connects.</summary>
public sealed record WebSocketClientOptions
{
    /// <summary>The options with every default.</summary>
    public static WebSocketClientOptions Default { get; } = new();

    /// <summary>Subprotocols to offer, in order of preference. None unless set.</summary>
    public IReadOnlyCollection<string> Subprotocols { get; init; } = [];

    /// <summary>Further header fields of the handshake, such as <c>Origin</c>, <c>Cookie</c> or <c>Authorization</c>.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>How long connecting may take, the handshake included. 10 s unless set.</summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>What holds for the connection: message size, keepalive, queues.</summary>
    public ConnectionOptions Connection { get; init; } = ConnectionOptions.Default;

    /// <summary>The loops to live on. Unless given, one group for the whole process.</summary>
    public LoopGroup? Loops { get; init; }
}
