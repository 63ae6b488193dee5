using System.Globalization;
using Parley.Compare.Peers;

namespace Parley.Compare.Running;

/// <summary>Puts a load on a server, from the load's core.</summary>
internal sealed class LoadRunner(Settings settings)
{
    // Connecting thousands and closing them in good order takes its time, too.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the load once.</summary>
    /// <param name="workload">What the load is.</param>
    /// <param name="server">The server.</param>
    /// <param name="warmup">For how long, in seconds, the load runs before it is measured.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Measurement> RunAsync(Workload workload, Server server, double warmup, CancellationToken cancellationToken)
    {
        string report = Path.GetTempFileName();
        try
        {
            // An empty file must not be taken for a report.
            File.Delete(report);
            string[] command = [.. Program(workload, server.Contender), .. server.Urls.Select(static url => url.ToString()), .. Options(workload, server, warmup, report)];
            using Child load = Child.Start(Cores.Pin(Cores.Load, command));
            TimeSpan patience = _patience + TimeSpan.FromSeconds(settings.Seconds + warmup);
            int? status = await load.WaitAsync(patience, cancellationToken);
            if (!File.Exists(report))
            {
                string end = status is null ? "took too long" : "failed";
                throw new CompareException($"the load on {server.Contender.Name} {end}. {load.LastLines}");
            }

            return Measurement.Read(workload.Metric, report, server.PeakMemory);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private IEnumerable<string> Program(Workload workload, Contender contender) => contender.SpeaksSignalR
        ? [Environment.ProcessPath!, "signalr"]
        : [settings.InPeers("parley", "parley"), "bench", workload.Kind];

    private IEnumerable<string> Options(Workload workload, Server server, double warmup, string report)
    {
        string[] load = ["--size", Text(workload.Size), "--in-flight", Text(workload.InFlight)];
        string[] times = ["--seconds", Text(settings.Seconds), "--warmup", Text(warmup)];
        IEnumerable<string> own = workload.Kind switch
        {
            "echo" => ["--connections", Text(workload.Connections), .. load, .. times],
            "broadcast" => ["--senders", Text(workload.Senders), "--receivers", Text(workload.Connections), .. load, .. times],
            "idle" => ["--connections", Text(workload.Connections), "--from", Text(workload.Connections / 10), "--hold", "4"],
            "handshake" => ["--concurrency", Text(workload.Connections), .. times],
            _ => throw new ArgumentOutOfRangeException(nameof(workload), workload.Kind, "There is no such load."),
        };
        IEnumerable<string> pids = server.Ids.SelectMany(static id => new[] { "--pid", Text(id) });
        string[] redis = server.RedisId is { } id ? ["--other-pid", Text(id)] : [];
        return [.. own, .. pids, .. redis, "--json", report];
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
