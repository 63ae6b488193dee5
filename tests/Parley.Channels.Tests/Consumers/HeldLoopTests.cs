using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A consumer that blocks its server's loop is named in the log and counted.</summary>
public sealed class HeldLoopTests
{
    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task A_consumer_that_blocks_is_named_by_its_type(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var clock = new TestClock();
        using var log = new LogCollector();
        using var holds = new MetricCollector("parley.loop.holds", "handler");
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string name = typeof(BlockingConsumer).FullName!;
        await using Groups groups = Groups.InProcess();
        var server = new WebSocketServer(
            new WebSocketServerOptions { Engine = engine, Time = clock, LoggerFactory = log },
            new ConsumerRouter(groups, log).Map("/", () => new BlockingConsumer(entered, release)));
        server.Start();
        using RawClient client = await RawClient.OpenAsync(server.EndPoint.Port);
        await client.SayAsync("hello");
        await Within.Time(entered.Task);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        release.Set();
        Assert.Equal(
            $"Warning: {name} has held its loop for more than 100 ms; other connections wait meanwhile",
            Assert.Single(log.Lines, static line => line.Contains(" held its loop ", StringComparison.Ordinal)));
        Assert.Equal(1, holds.Counts[name]);
        await server.StopAsync(new CancellationToken(canceled: true));
    }

    private sealed class BlockingConsumer(TaskCompletionSource entered, ManualResetEventSlim release) : Consumer
    {
        protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
        {
            entered.TrySetResult();
            release.Wait(Within.Limit, CancellationToken.None);
            return ValueTask.CompletedTask;
        }
    }
}
