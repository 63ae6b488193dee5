using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Parley.TestSupport;

/// <summary>
/// Adds up what one instrument counts, by the value of one tag; of one that measures times, how
/// often it did.
/// </summary>
public sealed class MetricCollector : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly string _tag;

    public MetricCollector(string instrument, string tag, string meter = "Parley")
    {
        _tag = tag;
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == meter && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.SetMeasurementEventCallback<double>((measured, _, tags, state) => Add(measured, 1, tags, state));
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
                _counts.AddOrUpdate(Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!, value, (_, count) => count + value);
            }
        }
    }
}
