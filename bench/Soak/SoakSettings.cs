namespace Parley.Soak;

/// <summary>What the soak is told.</summary>
internal sealed record SoakSettings
{
    /// <summary>The program <c>parley</c>.</summary>
    public required string Server { get; init; }

    /// <summary>The folder for the server's file and its output.</summary>
    public required string Folder { get; init; }

    public required int Clients { get; init; }

    /// <summary>How many of the clients are parley.js, in one Node process.</summary>
    public required int NodeClients { get; init; }

    public required int Groups { get; init; }

    public required TimeSpan Length { get; init; }

    public required TimeSpan KillEvery { get; init; }

    /// <summary>Publications a second, of all clients together.</summary>
    public required double Rate { get; init; }

    public required int Seed { get; init; }

    /// <summary>How many servers there are.</summary>
    public required int Nodes { get; init; }

    /// <summary>What they share; a server alone has a file.</summary>
    public required RedisKind Redis { get; init; }

    /// <summary>How often Redis is killed in all.</summary>
    public required int RedisKills { get; init; }
}
