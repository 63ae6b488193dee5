using System.Globalization;
using System.Text;
using Parley.Compare.Running;

namespace Parley.Compare.Reporting;

/// <summary>The pairs of a group as a Markdown table.</summary>
internal static class ResultTable
{
    public static string Make(IReadOnlyList<PairResult> results)
    {
        Metric metric = results[0].Pair.Workload.Metric;
        bool isStalled = results[0].Pair.Workload.HasStalledReader;
        string[] names = isStalled ? ["without", "with"] : [results[0].Pair.BaseName, "peer"];
        Column[] columns =
        [
            new("peer", static result => result.Pair.PeerName, "---"),
            new("load", static result => result.Pair.Workload.Label, "---"),
            new("ratio", Ratio),
            new("target", static result => result.Pair.Target?.ToString() ?? ""),
            new("", Verdict, "---"),
            .. Both(metric.Title + ", " + metric.Unit, names, static run => run.Cost, "N0"),
            .. Both("CPU of its Redis, " + metric.Unit, names, static run => run.RedisCost, "N0"),
            .. Both(metric.RateTitle ?? "", names, static run => run.Rate, "N0"),
            .. Both("p99, ms", names, static run => run.P99 / 1000, "N2"),
            .. isStalled
                ? Both("peak memory, MiB", names, static run => run.PeakMemory / 1048576.0, "N0")
                : [],
        ];

        // A column without anything in it says nothing.
        Column[] used = [.. columns.Where(column => results.Any(result => column.Cell(result).Length > 0))];
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", used.Select(static column => column.Title)).Append(" |\n");
        text.Append('|').AppendJoin('|', used.Select(static column => column.Alignment)).Append("|\n");
        foreach (PairResult result in results)
        {
            text.Append("| ").AppendJoin(" | ", used.Select(column => column.Cell(result))).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Ratio(PairResult result)
    {
        if (result.Ratio is not { } ratio)
        {
            return "failed";
        }

        (double low, double high) = result.Spread;
        long errors = result.Rounds.Sum(static round => round.Base.Errors + round.Peer.Errors);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"**{ratio:0.00}** ({low:0.00}-{high:0.00}){(errors > 0 ? $", {errors:N0} errors" : "")}");
    }

    private static string Verdict(PairResult result) => (result.Pair.Target, result.Ratio) switch
    {
        ({ } target, { } ratio) => target.IsMetBy(ratio) ? "met" : "missed",
        _ => "",
    };

    private static Column[] Both(string title, string[] names, Func<Measurement, double?> value, string format) =>
    [
        new($"{title}: {names[0]}", result => Format(result.MedianOf(round => value(round.Base)), format)),
        new(names[1], result => Format(result.MedianOf(round => value(round.Peer)), format)),
    ];

    private static string Format(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private sealed record Column(string Title, Func<PairResult, string> Cell, string Alignment = "---:");
}
