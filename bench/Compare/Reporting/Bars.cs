using Parley.Compare.Running;

namespace Parley.Compare.Reporting;

/// <summary>Makes bars of results.</summary>
internal static class Bars
{
    public static IReadOnlyList<Bar> Of(IEnumerable<PairResult> results)
    {
        // The base is part of each pair, and gets one bar: the median of what it did in all of them.
        var values = results.SelectMany(static result => result.Rounds.SelectMany(round => new[]
        {
            (Label: Label(result.Pair.BaseName, result.Pair.Workload), round.Base.Cost, result.Pair.Base.IsOurs),
            (Label: Label(result.Pair.PeerName, result.Pair.Workload), round.Peer.Cost, result.Pair.Peer.IsOurs),
        }));
        return
        [
            .. values.GroupBy(static value => (value.Label, value.IsOurs)).Select(static group =>
                new Bar(group.Key.Label, Median([.. group.Select(static value => value.Cost).Order()]), group.Key.IsOurs)),
        ];
    }

    private static string Label(string name, Workload workload) => workload.Label.Length > 0 ? $"{name}, {workload.Label}" : name;

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
