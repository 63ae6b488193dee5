using System.Text.Json;

namespace Parley.Compare.Running;

/// <summary>What one run of the load came to.</summary>
/// <param name="Cost">What is compared: nanoseconds or bytes, lower is better.</param>
/// <param name="Rate">How many a second, if that makes sense.</param>
/// <param name="P99">The latency that one in a hundred exceeds, in microseconds, if it was measured.</param>
/// <param name="PeakMemory">The most memory the server has held so far, in bytes.</param>
/// <param name="RedisCost">What its Redis needed, in the same unit, if there is one.</param>
/// <param name="Errors">How many messages or connections went wrong.</param>
internal sealed record Measurement(double Cost, double? Rate, double? P99, long PeakMemory, double? RedisCost, long Errors)
{
    public static Measurement Read(Metric metric, string file, long peakMemory)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement report = document.RootElement;
        double cost = Number(report, metric.CostField)
            ?? throw new CompareException($"the load's report says nothing of {metric.CostField}.");
        double? p99 = report.TryGetProperty("latencyMicroseconds", out JsonElement latency) ? Number(latency, "p99") : null;
        return new Measurement(
            cost,
            metric.RateField is { } rate ? Number(report, rate) : null,
            p99,
            peakMemory,
            Number(report, "otherCpuNanosecondsPerDelivery"),
            (long)(Number(report, "errors") ?? 0));
    }

    private static double? Number(JsonElement report, string field) =>
        report.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
