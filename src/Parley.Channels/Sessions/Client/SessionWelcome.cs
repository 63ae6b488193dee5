namespace Parley.Channels;

/// <summary>What a server says first on each connection.</summary>
public sealed record SessionWelcome
{
    internal SessionWelcome()
    {
    }

    /// <summary>This connection's name; another one after each reconnect.</summary>
    public required string Client { get; init; }

    /// <summary>Who the server takes the client for, if it knows.</summary>
    public string? User { get; init; }

    /// <summary>The client pings at least so often.</summary>
    public required TimeSpan Heartbeat { get; init; }

    /// <summary>For how long a publication may be sent again.</summary>
    public required TimeSpan Resend { get; init; }

    /// <summary>The longest message that the server takes, in bytes.</summary>
    public required long MaxMessage { get; init; }

    /// <summary>What the server can besides joining and publishing: <c>history</c>, <c>presence</c>, <c>signal</c>, <c>auth</c>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}
