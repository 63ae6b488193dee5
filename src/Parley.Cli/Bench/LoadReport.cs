using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>The results of <c>bench echo</c> and <c>bench broadcast</c>, as they stand in the JSON file.</summary>
internal sealed record LoadReport
{
    public required string Kind { get; init; }

    public required string Url { get; init; }

    public required int Connections { get; init; }

    public required int Senders { get; init; }

    public required int Size { get; init; }

    public required string Type { get; init; }

    public required int InFlight { get; init; }

    public required bool Deflate { get; init; }

    public required double WarmupSeconds { get; init; }

    /// <summary>How long was measured, exactly.</summary>
    public required double Seconds { get; init; }

    /// <summary>Messages that came back to their senders.</summary>
    public required long Messages { get; init; }

    public required double MessagesPerSecond { get; init; }

    /// <summary>Messages that came to anybody; for an echo the same.</summary>
    public required long Deliveries { get; init; }

    public required double DeliveriesPerSecond { get; init; }

    public required long Errors { get; init; }

    public required IReadOnlyList<ErrorCount> ErrorList { get; init; }

    public required LatencyReport LatencyMicroseconds { get; init; }

    public double? ServerCpuNanosecondsPerMessage { get; init; }

    public double? ServerCpuNanosecondsPerDelivery { get; init; }

    /// <summary>How many processors the server kept busy.</summary>
    public double? ServerCores { get; init; }

    /// <summary>What the process used that is measured apart.</summary>
    public double? OtherCpuNanosecondsPerDelivery { get; init; }

    public required double ClientCpuNanosecondsPerMessage { get; init; }

    public required double ClientCpuNanosecondsPerDelivery { get; init; }

    public required double ClientCores { get; init; }

    public required IReadOnlyList<ThroughputPoint> Timeline { get; init; }

    public static LoadReport From(LoadSettings settings, LoadOutcome outcome)
    {
        LoadSample window = outcome.Window;
        double seconds = window.Timestamp / (double)Stopwatch.Frequency;
        bool hasServer = settings.Pids.Count > 0;
        return new LoadReport
        {
            Kind = settings.Kind,
            Url = string.Join(' ', [settings.Url, .. settings.MoreUrls]),
            Connections = settings.Connections,
            Senders = settings.Senders,
            Size = settings.Size,
            Type = settings.TypeName,
            InFlight = settings.InFlight,
            Deflate = settings.Deflate,
            WarmupSeconds = settings.Warmup,
            Seconds = Math.Round(seconds, 6),
            Messages = window.Messages,
            MessagesPerSecond = Ratio(window.Messages, seconds),
            Deliveries = window.Deliveries,
            DeliveriesPerSecond = Ratio(window.Deliveries, seconds),
            Errors = outcome.Errors.Total,
            ErrorList = outcome.Errors.ToList(),
            LatencyMicroseconds = LatencyReport.From(outcome.Latency),
            ServerCpuNanosecondsPerMessage = hasServer ? Ratio(window.ServerNanoseconds, window.Messages) : null,
            ServerCpuNanosecondsPerDelivery = hasServer ? Ratio(window.ServerNanoseconds, window.Deliveries) : null,
            ServerCores = hasServer ? Ratio(window.ServerNanoseconds / 1e9, seconds) : null,
            OtherCpuNanosecondsPerDelivery =
                settings.OtherPid is null ? null : Ratio(window.OtherNanoseconds, window.Deliveries),
            ClientCpuNanosecondsPerMessage = Ratio(window.ClientNanoseconds, window.Messages),
            ClientCpuNanosecondsPerDelivery = Ratio(window.ClientNanoseconds, window.Deliveries),
            ClientCores = Ratio(window.ClientNanoseconds / 1e9, seconds),
            Timeline = [.. outcome.Timeline.Select(static point =>
                new ThroughputPoint(Math.Round(point.AtSeconds, 3), Math.Round(point.PerSecond)))],
        };
    }

    private static double Ratio(double count, double by) => by > 0 ? Math.Round(count / by, 3) : 0;
}
