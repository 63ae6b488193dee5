using System.Diagnostics.Metrics;

namespace Parley.Chat;

/// <summary>Measures each second how much has been said and delivered, and what that took.</summary>
internal sealed class RateSampler(ChatMetrics metrics, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private long _sent;
    private volatile Rates _rates = new(0, 0, 0);

    /// <summary>What the last second was like.</summary>
    public Rates Current => _rates;

    /// <summary>When the server started.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using MeterListener listener = Listen();
        using var timer = new PeriodicTimer(_interval, time);
        Sample last = Take(listener);
        while (await TickAsync(timer, stoppingToken))
        {
            Sample now = Take(listener);
            _rates = Rates.Between(last, now, time);
            last = now;
        }
    }

    private static async ValueTask<bool> TickAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Sample Take(MeterListener listener)
    {
        _sent = 0;
        listener.RecordObservableInstruments();
        return new Sample(time.GetTimestamp(), metrics.Published, _sent, Environment.CpuUsage.TotalTime);
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Parley", Name: "parley.messages" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Value is "transmit")
                {
                    _sent += count;
                }
            }
        });
        listener.Start();
        return listener;
    }

    /// <summary>What has been counted up to a moment.</summary>
    internal sealed record Sample(long Time, long Published, long Sent, TimeSpan Cpu);

    /// <summary>How fast it went between two moments.</summary>
    internal sealed record Rates(double Messages, double Deliveries, double Cpu)
    {
        public static Rates Between(Sample from, Sample to, TimeProvider time)
        {
            double seconds = Math.Max(0.001, time.GetElapsedTime(from.Time, to.Time).TotalSeconds);
            return new Rates(
                Math.Round((to.Published - from.Published) / seconds, 1),
                Math.Round((to.Sent - from.Sent) / seconds, 1),
                Math.Round((to.Cpu - from.Cpu).TotalSeconds / seconds / Environment.ProcessorCount, 3));
        }
    }
}
