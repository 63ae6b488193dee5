using Parley.Testing;

namespace Parley.Simulation.Tests;

/// <summary>A simulation that finds nothing may be looking at nothing: each of these defects has to be found.</summary>
public sealed class DefectTests
{
    private const int SeedCount = 400;

    [Theory]
    [InlineData(nameof(ClusterDefect.ToldBeforeKept), "was told, but")]
    [InlineData(nameof(ClusterDefect.ForgetsIds), "was kept twice")]
    [InlineData(nameof(ClusterDefect.HoleWhileSubscribing), "nothing said that others are missing")]
    [InlineData(nameof(ClusterDefect.NoCatchingUp), "nothing said that others are missing")]
    [InlineData(nameof(ClusterDefect.SilentTrimming), "nothing said that others are missing")]
    [InlineData(nameof(ClusterDefect.WrongOrder), "nothing said that others are missing")]
    [InlineData(nameof(ClusterDefect.NoLeases), "after 200 s of peace")]
    public void A_defect_is_found(string name, string complaint)
    {
        ClusterDefect defect = Enum.Parse<ClusterDefect>(name);
        Exception? found = SimulationThread.Run(() => Enumerable.Range(1, SeedCount)
            .Select(seed => Simulator.Run(Plan.Of(seed) with { Defect = defect }).Fault)
            .FirstOrDefault(fault => fault?.Message.Contains(complaint, StringComparison.Ordinal) == true));
        Assert.IsType<BrokenPromiseException>(found);
    }
}
