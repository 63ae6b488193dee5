using System.Globalization;
using System.Text;
using Parley.Compare.Peers;
using Parley.Compare.Running;

namespace Parley.Compare.Reporting;

/// <summary>What stands above the tables: how it was measured, on what, with which versions, and what is missing.</summary>
internal static class Preamble
{
    public static string Make(
        Settings settings, Machine machine, Contenders contenders, IReadOnlyList<PairResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Parley and other WebSocket servers

            Measured on {machine.Date}, at commit {machine.Commit}, with

                {settings.CommandLine}

            on {machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Kernel}. [How to read
            it](../../docs/howto/compare.md).

            A ratio is how many times as much the peer needs as Parley, or as the other that a table names: above 1 the peer needs
            more. It is the median of {settings.Rounds} round{(settings.Rounds == 1 ? "" : "s")}, in brackets the lowest and the highest. In each round both are measured, one
            after the other, for {settings.Seconds} s each after {settings.Warmup} s of warm-up, and {settings.FirstWarmup} s before the first. The server is
            pinned to one core, the load to another. Both servers live on, and the one that isn't measured idles; for idle
            connections and stalled readers each run has a new server. A target is met within 5 %.

            | server | version |
            |---|---|

            """);
        var names = results.SelectMany(static result => new[] { result.Pair.Base.Name, result.Pair.Peer.Name }).ToHashSet();
        foreach (Contender contender in contenders.All.Where(contender => names.Contains(contender.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {contender.Name} | {contender.Version} |\n");
        }

        IEnumerable<string> remarks = contenders.Missing.Concat(results
            .Where(static result => result.Failure is not null)
            .Select(static result => $"{result.Pair.Workload.Group}, {result.Pair.PeerName}: {result.Failure}"));
        foreach (string remark in remarks)
        {
            text.Append("\n- ").Append(remark);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}
