using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Compare.Peers;
using Parley.Compare.Running;

namespace Parley.Compare.Reporting;

/// <summary>The results with every round, for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // It is no part of a page: signs such as + may stand as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Make(
        Settings settings, Machine machine, Contenders contenders, IReadOnlyList<PairResult> results) => JsonSerializer.Serialize(
        new
        {
            command = settings.CommandLine,
            settings.Rounds,
            settings.Seconds,
            settings.Warmup,
            machine,
            versions = contenders.All.ToDictionary(static contender => contender.Name, static contender => contender.Version),
            contenders.Missing,
            results = results.Select(static result => new
            {
                workload = result.Pair.Workload.Group,
                result.Pair.Workload.Label,
                result.Pair.Workload.Connections,
                result.Pair.Workload.Senders,
                result.Pair.Workload.Size,
                result.Pair.Workload.InFlight,
                metric = result.Pair.Workload.Metric.Title,
                result.Pair.Workload.Metric.Unit,
                @base = result.Pair.BaseName,
                peer = result.Pair.PeerName,
                result.Ratio,
                target = result.Pair.Target?.Value,
                result.Failure,
                result.Rounds,
            }),
        },
        _options) + "\n";
}
