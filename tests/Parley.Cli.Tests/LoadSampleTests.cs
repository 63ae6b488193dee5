using Parley.Cli.Bench;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>What <c>parley bench</c> counts, looked at while it is being counted.</summary>
public sealed class LoadSampleTests
{
    private const int Samples = 20_000;

    private readonly Load _load = new(new LoadSettings
    {
        Kind = "echo",
        Url = new Uri("ws://memory/"),
        Connections = 1,
        Senders = 1,
        Size = 0,
        InFlight = 1,
        Seconds = 0,
        Warmup = 0,
    });

    [Fact]
    public async Task An_echo_has_as_many_deliveries_as_messages_at_every_moment()
    {
        using var loop = new SimulatedLoop(new TestClock());
        WebSocketConnection connection = new MemoryRequest(InMemoryTransport.CreatePair(loop).First, "/").Connection;
        var echo = new EchoConnection(_load);
        echo.OnOpen(connection);
        using var stop = new CancellationTokenSource();
        Task answering = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                echo.OnMessage(connection, MessageType.Text, []);
            }
        });

        await Within.Until(() => LoadSample.Take(_load, LoadProcesses.None).Messages > 0);
        LoadSample[] samples = [.. Enumerable.Range(0, Samples).Select(_ => LoadSample.Take(_load, LoadProcesses.None))];
        await stop.CancelAsync();
        await Within.Time(answering);
        Assert.Equal(samples.Select(static sample => sample.Messages), samples.Select(static sample => sample.Deliveries));
        Assert.Equal(0, _load.Errors.Total);
    }
}
