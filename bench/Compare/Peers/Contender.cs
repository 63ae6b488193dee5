namespace Parley.Compare.Peers;

/// <summary>A server that can be measured.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Version">Its version, and that of what it runs on.</param>
/// <param name="Command">Its program and arguments, for what it is to serve (echo or broadcast) and a port.</param>
internal sealed record Contender(string Name, string Version, Func<string, int, string[]> Command)
{
    /// <summary>Whether it is Parley, in one of its forms.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether it must be spoken to in SignalR's protocol, which is about broadcasts only.</summary>
    public bool SpeaksSignalR { get; init; }

    /// <summary>What is added to the command for a Redis on a port, if the servers are to use one.</summary>
    public Func<int, string[]>? RedisArguments { get; init; }

    /// <summary>Whether it uses a Redis, which is started for it.</summary>
    public bool UsesRedis => RedisArguments is not null;

    /// <summary>How many processes it is: the load's connections are dealt round them.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Where it serves, unless that is called as what it serves is.</summary>
    public string? Path { get; init; }

    /// <summary>Whether it is so slow that a short measurement would see a message or two of the full broadcasts.</summary>
    public bool IsSlow { get; init; }
}
