using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>How many connections there may be, of all and of one address, however each of them ends.</summary>
public sealed class AcceptGateTests : IAsyncDisposable
{
    private readonly LogCollector _log = new();
    private readonly TestClock _clock = new();
    private readonly SemaphoreSlim _held = new(0);
    private WebSocketServer? _server;

    public static TheoryData<bool, string> Endings => new MatrixTheoryData<bool, string>(
        [false, true],
        [
            "closed by the client", "reset", "reset before asking", "a bad request", "no such path", "an origin that may not",
            "rejected", "gone while it is decided", "ended while it is decided", "a request that never ends", "an answer that never comes",
        ]);

    public async ValueTask DisposeAsync()
    {
        // The clock stands still: what is left is dropped at once.
        await (_server?.StopAsync(new CancellationToken(canceled: true)) ?? Task.CompletedTask);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task However_a_connection_ends_another_may_come_in_and_only_one(bool perAddress, string ending)
    {
        WebSocketServer server = Start(perAddress ? Options(perAddress: 1) : Options(connections: 1));
        int port = server.EndPoint.Port;
        for (int round = 0; round < 2; round++)
        {
            using RawClient client = await RawClient.ConnectAsync(port);
            await EndAsync(client, ending);
            using RawClient next = await WhenFreeAsync(port);
            Assert.Equal(1, server.ConnectionCount);

            // It was counted down once: there is room for one, not for two.
            using RawClient another = await RawClient.ConnectAsync(port);
            await another.SendAsync(RawClient.Handshake("/"));
            Assert.StartsWith(perAddress ? "HTTP/1.1 429 " : "HTTP/1.1 503 ", await another.ReadToEndAsync(), StringComparison.Ordinal);
            next.Reset();
            await Within.Until(() => server.ConnectionCount == 0);
        }
    }

    [Fact]
    public async Task What_is_one_too_many_is_told_why_and_when_to_try_again()
    {
        WebSocketServer server = Start(Options(connections: 1));
        using RawClient first = await RawClient.OpenAsync(server.EndPoint.Port);
        using RawClient second = await RawClient.ConnectAsync(server.EndPoint.Port);
        await second.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
        string answer = await second.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 10\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(".\n", answer, StringComparison.Ordinal);

        await first.SayAsync("still here");
        Assert.Equal("text still here", await first.ReadFrameAsync());
    }

    [Fact]
    public async Task One_too_many_that_says_nothing_is_dropped_soon()
    {
        WebSocketServer server = Start(Options(connections: 1));
        using RawClient first = await RawClient.OpenAsync(server.EndPoint.Port);
        using RawClient second = await RawClient.ConnectAsync(server.EndPoint.Port);
        Assert.Equal("", await _clock.AdvanceUntilAsync(second.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_flood_past_the_limit_is_dropped_and_fills_no_log()
    {
        WebSocketServer server = Start(Options(connections: 1));
        int port = server.EndPoint.Port;
        using RawClient first = await RawClient.OpenAsync(port);
        RawClient[] flood = await Within.Time(
            Task.WhenAll(Enumerable.Range(0, 300).Select(_ => RawClient.ConnectAsync(port))));

        // 256 are waited for until they ask; the others are dropped without a word.
        Task<string>[] ends = [.. flood.Select(static client => client.ReadToEndAsync())];
        await Within.Until(() => ends.Count(static end => end.IsCompleted) == 300 - 256);
        Assert.Single(_log.Lines, IsRefusal);
        foreach (RawClient client in flood)
        {
            client.Reset();
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        using RawClient last = await RawClient.ConnectAsync(port);
        await last.SendAsync(RawClient.Handshake("/"));
        await Within.Until(() => _log.Lines.Count(IsRefusal) == 2);
        Assert.Equal("Warning: 300 connections refused", _log.Lines.Last(IsRefusal).Split(',')[0]);
        await first.SayAsync("still here");
        Assert.Equal("text still here", await first.ReadFrameAsync());
    }

    [Fact]
    public void Limits_refuse_what_makes_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AcceptOptions { MaxConnections = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AcceptOptions { MaxConnectionsPerAddress = -1 });
    }

    private static bool IsRefusal(string line) => line.Contains(" connections refused, ", StringComparison.Ordinal);

    private static async Task<RawClient> WhenFreeAsync(int port)
    {
        for (int i = 0; i < 10_000; i++)
        {
            RawClient client = await RawClient.ConnectAsync(port);
            await client.SendAsync(RawClient.Handshake("/"));
            if ((await client.ReadHeadAsync()).StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
            {
                return client;
            }

            client.Dispose();
        }

        throw new TimeoutException("There was never room again.");
    }

    private async Task EndAsync(RawClient client, string ending)
    {
        switch (ending)
        {
            case "closed by the client":
                await client.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawClient.Handshake("/")), .. RawClient.Frame(0x88, [3, 0xE8])]);
                await client.ReadToEndAsync();
                break;
            case "reset":
                await client.SendAsync(RawClient.Handshake("/"));
                await client.ReadHeadAsync();
                client.Reset();
                break;
            case "reset before asking":
                await client.SendAsync("GET /");
                client.Reset();
                break;
            case "a bad request":
                await AskAsync(client, "hello\r\n\r\n", 400);
                break;
            case "no such path":
                await AskAsync(client, RawClient.Handshake("/none"), 404);
                break;
            case "an origin that may not":
                await AskAsync(client, RawClient.Handshake("/", "Origin: https://evil.example"), 403);
                break;
            case "rejected":
                await AskAsync(client, RawClient.Handshake("/rejected"), 401);
                break;
            case "gone while it is decided":
                await client.SendAsync(RawClient.Handshake("/held"));
                await Within.Time(_held.WaitAsync());
                client.Reset();
                break;
            case "ended while it is decided":
                await client.SendAsync(RawClient.Handshake("/held"));
                await Within.Time(_held.WaitAsync());
                client.EndOutput();
                Assert.Equal("", await client.ReadToEndAsync());
                break;
            case "a request that never ends":
                await client.SendAsync("GET / HTT");
                Assert.StartsWith("HTTP/1.1 408 ", await ReadLateAsync(client), StringComparison.Ordinal);
                break;
            default:
                await client.SendAsync(RawClient.Handshake("/held"));
                await Within.Time(_held.WaitAsync());
                Assert.StartsWith("HTTP/1.1 503 ", await ReadLateAsync(client), StringComparison.Ordinal);
                break;
        }

        client.Dispose();
    }

    // What is said at one deadline comes before the next.
    private Task<string> ReadLateAsync(RawClient client) => _clock.AdvanceUntilAsync(client.ReadToEndAsync(), _server!.Loops.Loops);

    private static async Task AskAsync(RawClient client, string request, int status)
    {
        await client.SendAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private WebSocketServerOptions Options(int? connections = null, int? perAddress = null) => new()
    {
        Host = "*",
        Accept = new AcceptOptions { MaxConnections = connections, MaxConnectionsPerAddress = perAddress },
        Time = _clock,
        LoggerFactory = _log,

        // Without pings: whoever is in stays in, however far the clock runs.
        Connection = new ConnectionOptions { Protocol = new ProtocolOptions { PingInterval = Timeout.InfiniteTimeSpan } },
    };

    private WebSocketServer Start(WebSocketServerOptions options)
    {
        _server = new WebSocketServer(options, new PathHandler(_held));
        _server.Start();
        return _server;
    }

    private sealed class PathHandler(SemaphoreSlim held) : IUpgradeHandler
    {
        public bool Serves(string path) => path != "/none";

        public void OnUpgrade(UpgradeRequest request)
        {
            switch (request.Head.Path)
            {
                case "/held":
                    held.Release();
                    break;
                case "/rejected":
                    _ = request.RejectAsync(new HttpReply(401, "Who are you?\n")).AsTask();
                    break;
                default:
                    _ = request.AcceptAsync(
                        new RecordingHandler { Message = static (connection, text) => connection.Send(text) }).AsTask();
                    break;
            }
        }
    }
}
