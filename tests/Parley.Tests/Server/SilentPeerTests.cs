using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>A peer that vanished without a word answers no ping, and is dropped when its time is over.</summary>
public sealed class SilentPeerTests
{
    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task Whoever_answers_no_ping_is_dropped_in_time_and_whoever_talks_stays(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var clock = new TestClock();
        using var log = new LogCollector();
        var opened = new List<WebSocketConnection>();
        var handler = new RecordingHandler
        {
            Opened = opened.Add,
            Message = static (connection, text) => connection.Send(text),
        };
        var options = new WebSocketServerOptions
        {
            Engine = engine,
            Time = clock,
            LoggerFactory = log,
            Connection = new ConnectionOptions
            {
                Protocol = new() { PingInterval = TimeSpan.FromSeconds(20), PongTimeout = TimeSpan.FromSeconds(8) },
            },
        };
        var server = new WebSocketServer(options, handler);
        server.Start();
        using RawClient silent = await RawClient.OpenAsync(server.EndPoint.Port);
        using RawClient talker = await RawClient.OpenAsync(server.EndPoint.Port);
        WebSocketConnection lost = opened[0];
        int seconds = 0;
        while (lost.State == ConnectionState.Open)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            seconds++;

            await lost.Loop.CatchUpAsync();
            await talker.SayAsync($"{seconds}");
            Assert.Equal($"text {seconds}", await talker.ReadFrameAsync());
            Assert.InRange(seconds, 1, 30);
        }

        // A ping comes after half of the interval at the soonest; a tick more for each deadline.
        Assert.InRange(seconds, 10 + 8, 20 + 8 + 2);
        Assert.Equal("ping 0", await silent.ReadFrameAsync());
        Assert.Equal("", await silent.ReadToEndAsync());
        Assert.Contains("closed 1006", handler.Events);
        Assert.Contains(log.Lines, static line => line.EndsWith("answered no ping and is taken for lost", StringComparison.Ordinal));
        Assert.Equal(1, server.ConnectionCount);
        await server.StopAsync(new CancellationToken(canceled: true));
    }
}
