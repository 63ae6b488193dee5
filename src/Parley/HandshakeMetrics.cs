using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Parley;

/// <summary>Counts a server's opening handshakes: how long they took, and which were refused.</summary>
internal static class HandshakeMetrics
{
    private const string StatusTag = "http.response.status_code";

    // The buckets that OpenTelemetry's conventions advise for requests.
    private static readonly Histogram<double> _duration = EngineMetrics.Meter.CreateHistogram(
        "parley.handshake.duration",
        "s",
        "How long opening handshakes took, from the request to the answer.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    private static readonly Counter<long> _refusals = EngineMetrics.Meter.CreateCounter<long>(
        "parley.handshake.refusals", "{handshake}", "Opening handshakes that were refused, by the status answered.");

    /// <summary>A handshake has been answered.</summary>
    /// <param name="status">The status answered; 101 or 200 when a WebSocket opens.</param>
    /// <param name="duration">How long it took, or null if no request came.</param>
    /// <param name="route">The route's pattern, or null.</param>
    public static void CountAnswer(int status, TimeSpan? duration, string? route = null)
    {
        if (status >= 300)
        {
            _refusals.Add(1, new KeyValuePair<string, object?>(StatusTag, status));
        }

        if (duration is null || !_duration.Enabled)
        {
            return;
        }

        var tags = new TagList { { StatusTag, status } };
        if (route is not null)
        {
            tags.Add("http.route", route);
        }

        _duration.Record(duration.Value.TotalSeconds, tags);
    }
}
