using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>OpenTelemetry's own SDK sees what the how-to says it does.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task It_needs_the_names_of_the_sources_and_of_the_meter()
    {
        var spans = new ListExporter<Activity, string>(static span => span.OperationName);
        var metrics = new ListExporter<Metric, string>(static metric => metric.Name);
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource("Microsoft.AspNetCore", "Parley")
            .AddProcessor(new SimpleActivityExportProcessor(spans))
            .Build();
        using MeterProvider metering = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Parley")
            .AddReader(new BaseExportingMetricReader(metrics))
            .Build();
        await using (TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", Endpoints.EchoAsync)))
        {
            await using WebSocketConnection client = await app.ConnectAsync("/ws");
            await client.SendAsync("hello");
            await Within.Time(client.ReceiveAsync());
            await Within.Time(client.CloseAsync());
            await app.StopAsync();
        }

        Assert.True(metering.ForceFlush());
        Assert.Empty(new[] { "parley.handshake", "parley.close" }.Except(spans.Items));
        Assert.Empty(new[]
        {
            "parley.handshake.duration", "parley.connections", "parley.connection.closes", "parley.messages", "parley.message.bytes",
        }.Except(metrics.Items));
    }

    private sealed class ListExporter<T, TItem>(Func<T, TItem> select) : BaseExporter<T>
        where T : class
    {
        private readonly ConcurrentQueue<TItem> _items = new();

        public IReadOnlyCollection<TItem> Items => _items;

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (T item in batch)
            {
                _items.Enqueue(select(item));
            }

            return ExportResult.Success;
        }
    }
}
