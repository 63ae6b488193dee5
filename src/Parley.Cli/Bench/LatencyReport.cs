using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>Latencies, in microseconds.</summary>
internal sealed record LatencyReport(
    long Samples, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    public static LatencyReport From(LatencyHistogram histogram) => new(
        histogram.Count,
        Microseconds(histogram.Count == 0 ? 0 : histogram.Sum / (double)histogram.Count),
        Microseconds(histogram.ValueAt(0.5)),
        Microseconds(histogram.ValueAt(0.9)),
        Microseconds(histogram.ValueAt(0.99)),
        Microseconds(histogram.ValueAt(0.999)),
        Microseconds(histogram.Max));

    /// <summary>Ticks of the stopwatch, in microseconds.</summary>
    public static double Microseconds(double ticks) => Math.Round(ticks * 1e6 / Stopwatch.Frequency, 1);

    public override string ToString() => string.Join(
        ", ", $"p50 {Spoken(P50)}", $"p90 {Spoken(P90)}", $"p99 {Spoken(P99)}", $"p99.9 {Spoken(P999)}", $"max {Spoken(Max)}");

    private static string Spoken(double microseconds) => microseconds switch
    {
        < 1000 => $"{microseconds:0} us",
        < 1_000_000 => $"{microseconds / 1000:0.00} ms",
        _ => $"{microseconds / 1_000_000:0.00} s",
    };
}
