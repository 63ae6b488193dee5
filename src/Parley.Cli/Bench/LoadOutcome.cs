namespace Parley.Cli.Bench;

/// <summary>What a load came to.</summary>
/// <param name="Window">What happened in the measured time.</param>
/// <param name="Latency">Times from sending to receiving, in ticks of the stopwatch.</param>
/// <param name="Timeline">The throughput over the measured time.</param>
/// <param name="Errors">What went wrong, before, in and after the measured time.</param>
internal sealed record LoadOutcome(
    LoadSample Window, LatencyHistogram Latency, IReadOnlyList<ThroughputPoint> Timeline, ErrorTally Errors);
