using System.Diagnostics;
using System.Globalization;

namespace Parley.Simulation.Tests;

/// <summary>
/// The promise of sessions, played thousands of times in different orders of everything. A seed that fails is named;
/// <c>PARLEY_SEED=123 dotnet test tests/Parley.Simulation.Tests</c> plays it again and writes down what happens.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedCount = 3000;

    private static int? ChosenSeed =>
        int.TryParse(Environment.GetEnvironmentVariable("PARLEY_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : null;

    [Fact]
    public void Whatever_happens_in_whatever_order_the_promise_is_kept()
    {
        if (ChosenSeed is { } chosen)
        {
            Replay(chosen);
            return;
        }

        long began = Stopwatch.GetTimestamp();
        Result[] results = SimulationThread.Run(
            static () => Enumerable.Range(1, SeedCount).Select(static seed => Simulator.Run(Plan.Of(seed))).ToArray());
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{SeedCount} seeds in {seconds:F1} s: {results.Sum(static result => result.Acknowledged)} acknowledged, {results.Sum(static result => result.Taken)} taken, {results.Sum(static result => result.Gaps)} gaps, {results.Sum(static result => result.Resent)} dropped by clients"));
        Result[] failed = [.. results.Where(static result => result.Fault is not null)];
        Assert.True(failed.Length == 0, string.Join("\n", failed.Take(5).Select(Describe)));
        Assert.Equal(0, results.Sum(static result => result.Strays));
    }

    [Fact]
    public void A_seed_played_again_is_the_same_to_the_last_step()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            Plan plan = Plan.Of(seed);
            Result first = SimulationThread.Run(() => Simulator.Run(plan));
            Result second = SimulationThread.Run(() => Simulator.Run(plan));
            Assert.Equal((seed, first.Trace.Count, first.Trace.Hash), (seed, second.Trace.Count, second.Trace.Hash));
        }
    }

    private static string Describe(Result failed) =>
        $"seed {failed.Plan.Seed} of {failed.Plan}: {failed.Fault!.Message} (strays: {failed.Strays}). Play it again with PARLEY_SEED={failed.Plan.Seed}";

    private void Replay(int seed)
    {
        Result result = SimulationThread.Run(() => Simulator.Run(Plan.Of(seed) with { KeepsTrace = true }));
        foreach (string line in result.Trace.Lines)
        {
            output.WriteLine(line);
        }

        Assert.True(result.Fault is null, result.Fault?.ToString());
    }
}
