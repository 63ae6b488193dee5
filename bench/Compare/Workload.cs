namespace Parley.Compare;

/// <summary>What servers are made to do.</summary>
/// <param name="Group">What it is asked for by.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Kind">The command of <c>parley bench</c>.</param>
/// <param name="Metric">What is compared.</param>
internal sealed record Workload(string Group, string Title, string Kind, Metric Metric)
{
    /// <summary>What tells it from others of its group, or nothing.</summary>
    public string Label { get; init; } = "";

    public int Connections { get; init; } = 1;

    public int Senders { get; init; } = 1;

    public int Size { get; init; } = 20;

    public int InFlight { get; init; } = 1;

    /// <summary>Whether each round gets a server of its own, since memory is compared, or the server changes.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether the second of a pair has a member that never reads.</summary>
    public bool HasStalledReader { get; init; }

    /// <summary>The ratio to reach against a peer.</summary>
    public IReadOnlyDictionary<string, Target> Targets { get; init; } = new Dictionary<string, Target>();

    /// <summary>Whether it is about servers that meet in a Redis, or are compared with such.</summary>
    public bool IsThroughRedis { get; init; }

    /// <summary>What the server is to serve.</summary>
    public string Path => Kind == "broadcast" ? "broadcast" : "echo";

    /// <summary>The same with a fifth of the connections.</summary>
    public Workload Smaller() => this with
    {
        Label = "a fifth of the connections",
        Connections = Math.Max(1, Connections / 5),
        Senders = Math.Max(1, Senders / 5),
    };
}
