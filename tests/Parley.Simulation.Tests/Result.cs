namespace Parley.Simulation.Tests;

/// <summary>What came of a simulation.</summary>
/// <param name="Plan">What was to happen.</param>
/// <param name="Trace">What happened.</param>
/// <param name="Fault">What was promised and not kept; null if all was.</param>
internal sealed record Result(Plan Plan, Trace Trace, Exception? Fault)
{
    public int Taken { get; init; }

    public int Acknowledged { get; init; }

    public int Gaps { get; init; }

    public int Resent { get; init; }

    /// <summary>How often something left the simulation's thread.</summary>
    public int Strays { get; init; }
}
