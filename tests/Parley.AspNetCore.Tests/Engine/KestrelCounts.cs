using System.Diagnostics.Metrics;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>How many connections Kestrel itself thinks it has, by its metric.</summary>
internal sealed class KestrelCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _connections;

    public KestrelCounts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "kestrel.active_connections")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _connections, change));
        _listener.Start();
    }

    public long Connections => Interlocked.Read(ref _connections);

    public void Dispose() => _listener.Dispose();
}
