using System.Diagnostics.Metrics;

namespace Parley.TestSupport;

/// <summary>Asks an instrument of the meter <c>Parley</c> that is read when somebody asks.</summary>
public static class ObservedMetric
{
    /// <summary>What the instrument says now for one value of its tag.</summary>
    public static long Read(string instrument, string tag, string tagValue)
    {
        long? found = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == "Parley" && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.Contains(new KeyValuePair<string, object?>(tag, tagValue)))
            {
                found = value;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return found ?? throw new InvalidOperationException($"{instrument} says nothing of {tag} {tagValue}.");
    }
}
