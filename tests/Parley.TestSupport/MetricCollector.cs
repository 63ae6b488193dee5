using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Parley.TestSupport;

/// <summary>Counts what one instrument of the meter <c>Parley</c> counts, by the value of one tag.</summary>
public sealed class MetricCollector : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly string _tag;

    public MetricCollector(string instrument, string tag)
    {
        _tag = tag;
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == "Parley" && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    /// <summary>What has been counted under each of the tag's values.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Dispose() => _listener.Dispose();

    private void Add(
        Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == _tag)
            {
                _counts.AddOrUpdate((string)tag.Value!, value, (_, count) => count + value);
            }
        }
    }
}
