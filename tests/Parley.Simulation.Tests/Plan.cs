using Parley.Testing;

namespace Parley.Simulation.Tests;

/// <summary>What happens in one simulation: everything follows from the seed.</summary>
internal sealed record Plan(int Seed)
{
    public int Steps { get; init; } = 1500;

    public int Servers { get; init; } = 2;

    public int Loops { get; init; } = 1;

    public int Clients { get; init; } = 4;

    public int Groups { get; init; } = 1;

    /// <summary>How many publications each client makes at most.</summary>
    public int Publications { get; init; } = 12;

    public bool Crashes { get; init; }

    public bool CutsOff { get; init; }

    public bool LosesHistory { get; init; }

    public bool SlowReaders { get; init; }

    /// <summary>Whether slow readers are left out and told of a gap, and not closed.</summary>
    public bool Drops { get; init; }

    public int MaxPublications { get; init; } = 10_000;

    /// <summary>The most bytes that arrive at once.</summary>
    public int PieceSize { get; init; } = 32 * 1024;

    public ClusterDefect Defect { get; init; }

    /// <summary>Whether the trace is kept as text, to be read.</summary>
    public bool KeepsTrace { get; init; }

    /// <summary>The plan of a seed.</summary>
    public static Plan Of(int seed)
    {
        var random = new Random(seed);
        return new Plan(seed)
        {
            Steps = random.Next(400, 2500),
            Servers = random.Next(1, 4),
            Loops = random.Next(1, 3),
            Clients = random.Next(2, 6),
            Groups = random.Next(1, 3),
            Publications = random.Next(3, 16),
            Crashes = random.Next(2) == 0,
            CutsOff = random.Next(2) == 0,
            LosesHistory = random.Next(4) == 0,
            SlowReaders = random.Next(3) == 0,
            Drops = random.Next(4) == 0,
            MaxPublications = random.Next(3) == 0 ? random.Next(2, 8) : 10_000,
            PieceSize = random.Next(4) == 0 ? random.Next(1, 64) : 32 * 1024,
        };
    }
}
