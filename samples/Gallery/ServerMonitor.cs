using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gallery;

/// <summary>Puts the server's own metrics on a board every second: Parley's, and the runtime's.</summary>
internal static class ServerMonitor
{
    public static async Task RunAsync(Board board, CancellationToken stop)
    {
        var values = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { IsObservable: true, Meter.Name: "Parley" or "System.Runtime" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values[NameOf(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => values[NameOf(instrument, tags)] = value);
        listener.Start();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int second = 0; !stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None); second++)
        {
            listener.RecordObservableInstruments();
            board.Put(new Note($"{second}", JsonSerializer.SerializeToElement(values)), author: null);
        }
    }

    private static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length > 0 ? $"{instrument.Name} {tags[0].Value}" : instrument.Name;
}
