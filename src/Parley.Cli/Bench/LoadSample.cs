using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>Where a load stands at a moment: all numbers are read together, so that their differences belong together.</summary>
internal readonly record struct LoadSample(
    long Timestamp, long Messages, long Deliveries, long ServerNanoseconds, double ClientNanoseconds)
{
    public static LoadSample Take(Load load, ObservedProcess? server) => new(
        Stopwatch.GetTimestamp(),
        load.Messages,
        load.Deliveries,
        server?.Nanoseconds ?? 0,
        Environment.CpuUsage.TotalTime.TotalNanoseconds);

    /// <summary>What happened since an earlier moment.</summary>
    public LoadSample Since(in LoadSample earlier) => new(
        Timestamp - earlier.Timestamp,
        Messages - earlier.Messages,
        Deliveries - earlier.Deliveries,
        ServerNanoseconds - earlier.ServerNanoseconds,
        ClientNanoseconds - earlier.ClientNanoseconds);
}
