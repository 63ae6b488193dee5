using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>An application's code that blocks a server's loop is named in the log and counted, wherever it is called.</summary>
public sealed class HeldLoopTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly MetricCollector _holds = new("parley.loop.holds", "handler");
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<Engine, string> Cases => new MatrixTheoryData<Engine, string>(
        [Engine.Epoll, Engine.Sockets], ["open", "message", "drained", "closed"]);

    public void Dispose()
    {
        _holds.Dispose();
        _release.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_handler_that_blocks_is_named_by_its_type(Engine engine, string where)
    {
        var handler = new BlockingHandler(where, Block);
        await HoldAsync(new WebSocketServer(Options(engine), handler), typeof(BlockingHandler).FullName!);
    }

    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task A_delegate_that_blocks_before_it_first_waits_is_named_by_its_type(Engine engine) => await HoldAsync(
        new WebSocketServer(Options(engine), BlockAsync), $"{typeof(HeldLoopTests).FullName}.{nameof(BlockAsync)}");

    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task What_decides_about_a_request_and_blocks_is_named_by_its_type(Engine engine) => await HoldAsync(
        new WebSocketServer(Options(engine), new BlockingUpgrade(Block)), typeof(BlockingUpgrade).FullName!);

    private async Task HoldAsync(WebSocketServer server, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        _holds.Counts.TryGetValue(name, out long before);
        server.Start();
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync(RawClient.Handshake("/"));
        await client.SayAsync("hello");
        await client.SendAsync(RawClient.Frame(0x88, [3, 0xE8]));
        Task<string> reading = client.ReadToEndAsync();
        await Within.Time(_entered.Task);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.DoesNotContain(_log.Lines, line => IsHold(line, name));
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        _release.Set();
        Assert.Equal(
            $"Warning: {name} has held its loop for more than 100 ms; other connections wait meanwhile",
            Assert.Single(_log.Lines, line => IsHold(line, name)));
        Assert.Equal(before + 1, _holds.Counts[name]);
        await reading;
        await server.StopAsync(new CancellationToken(canceled: true));
    }

    // The clock jumps: a loop that is truly at work at that moment, for a microsecond, is told of too.
    private static bool IsHold(string line, string name) => line.Contains($"{name} has held its loop ", StringComparison.Ordinal);

    private WebSocketServerOptions Options(Engine engine) => new()
    {
        Engine = engine,
        Time = _clock,
        LoggerFactory = _log,
        Connection = new ConnectionOptions { OutboundMark = 1024 },
    };

    private void Block()
    {
        _entered.TrySetResult();
        _release.Wait(Within.Limit);
    }

    private Task BlockAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        Block();
        return Task.CompletedTask;
    }

    private sealed class BlockingHandler(string where, Action block) : IWebSocketHandler
    {
        public void OnOpen(WebSocketConnection connection) => BlockIf("open");

        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
        {
            // More than the sockets hold, so that it has to drain.
            if (where == "drained")
            {
                connection.Send(MessageType.Binary, new byte[32 * 1024 * 1024]);
            }

            BlockIf("message");
        }

        public void OnDrained(WebSocketConnection connection) => BlockIf("drained");

        public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) => BlockIf("closed");

        private void BlockIf(string place)
        {
            if (where == place)
            {
                block();
            }
        }
    }

    private sealed class BlockingUpgrade(Action block) : IUpgradeHandler
    {
        public bool Serves(string path) => true;

        public void OnUpgrade(UpgradeRequest request)
        {
            block();
            _ = request.RejectAsync(new HttpReply(403, "Not now.\n")).AsTask();
        }
    }
}
