using System.Threading.Channels;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>A client that comes back, on a clock that a test moves, to a server at a Unix socket, whose place nobody takes.</summary>
public sealed class ReconnectTests : IDisposable
{
    private static readonly Uri _uri = new("ws://server/");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");
    private readonly TestClock _clock = new();
    private readonly LoopGroup _loops;
    private readonly Channel<ReconnectDelay> _delays = Channel.CreateUnbounded<ReconnectDelay>();

    public ReconnectTests() => _loops = new LoopGroup([new PoolLoop(_clock)]);

    private string Socket => Path.Combine(_folder.FullName, "s");

    private WebSocketClientOptions Options => new() { Loops = _loops, UnixSocketPath = Socket };

    private ReconnectPolicy Policy => new() { Chance = static () => 0.5, Waiting = delay => _delays.Writer.TryWrite(delay) };

    public void Dispose()
    {
        _loops.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_is_away_for_30_s_is_found_again_within_the_policy()
    {
        WebSocketServer? server = Serve();
        await using IAsyncEnumerator<WebSocketConnection> connections =
            WebSocketClient.ReconnectAsync(_uri, Policy, Options).GetAsyncEnumerator();
        Assert.True(await Within.Time(connections.MoveNextAsync()));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await server.DisposeAsync();
        server = null;
        Assert.Null(await Within.Time(connections.Current.ReceiveAsync()));

        Task<bool> next = connections.MoveNextAsync().AsTask();
        List<double> waits = [];
        while (server is null)
        {
            ReconnectDelay delay = await Within.Time(_delays.Reader.ReadAsync());
            waits.Add(delay.Delay.TotalSeconds);
            Assert.Equal(waits.Count, delay.Failures);
            server = waits.Sum() >= 30 ? Serve() : null;
            _clock.Advance(delay.Delay);
        }

        Assert.True(await Within.Time(next));
        Assert.Equal(ConnectionState.Open, connections.Current.State);
        Assert.Equal([2.5, 6.07, 9.82, 15.88], waits.Select(static wait => Math.Round(wait, 2)));
        await server.DisposeAsync();
    }

    [Fact]
    public void Delays_grow_from_anywhere_below_5_s_to_90_s_with_half_left_to_chance()
    {
        var least = new ReconnectPolicy { Chance = static () => 1 };
        var most = new ReconnectPolicy { Chance = static () => 0 };
        Assert.Equal([0, 4.04, 6.54, 10.59], Enumerable.Range(1, 4).Select(n => Math.Round(least.DelayAfter(n).TotalSeconds, 2)));
        Assert.Equal([5, 8.09, 13.09, 21.18], Enumerable.Range(1, 4).Select(n => Math.Round(most.DelayAfter(n).TotalSeconds, 2)));
        Assert.Equal((45, 90), (least.DelayAfter(1000).TotalSeconds, most.DelayAfter(1000).TotalSeconds));
        Assert.InRange(new ReconnectPolicy().DelayAfter(1), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task No_more_attempts_are_made_than_are_allowed()
    {
        ValueTask<bool> next = WebSocketClient.ReconnectAsync(_uri, Policy with { MaxAttempts = 3 }, Options).GetAsyncEnumerator().MoveNextAsync();
        for (int i = 0; i < 2; i++)
        {
            _clock.Advance((await Within.Time(_delays.Reader.ReadAsync())).Delay);
        }

        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(next));
        Assert.Equal(HandshakeFailure.Unreachable, exception.Failure);
        Assert.False(_delays.Reader.TryRead(out _));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refusal_is_not_repeated_unless_asked_for(int status)
    {
        await using WebSocketServer server = Serve(new RefusingHandler(status));
        WebSocketHandshakeException exception =
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => NextAsync(Policy).AsTask());
        Assert.Equal(status, exception.StatusCode);
        Task<bool> repeated = NextAsync(Policy with { ShouldRetry = static _ => true, MaxAttempts = 2 }).AsTask();
        _clock.Advance((await Within.Time(_delays.Reader.ReadAsync())).Delay);
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(repeated));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_tried_again_when_it_says()
    {
        await using WebSocketServer server = Serve(new RefusingHandler(503, KeyValuePair.Create("Retry-After", "60")));
        await using IAsyncEnumerator<WebSocketConnection> connections =
            WebSocketClient.ReconnectAsync(_uri, Policy with { MaxAttempts = 2 }, Options).GetAsyncEnumerator();
        Task<bool> next = connections.MoveNextAsync().AsTask();
        ReconnectDelay delay = await Within.Time(_delays.Reader.ReadAsync());
        Assert.Equal((TimeSpan.FromSeconds(60), 503), (delay.Delay, ((WebSocketHandshakeException)delay.Cause).StatusCode));
        _clock.Advance(delay.Delay);
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(next));
    }

    [Theory]
    [InlineData(1001, true)]
    [InlineData(1011, true)]
    [InlineData(1012, true)]
    [InlineData(1013, true)]
    [InlineData(1014, true)]
    [InlineData(1000, false)]
    [InlineData(1008, null)]
    [InlineData(3000, null)]
    [InlineData(4001, null)]
    public async Task The_close_code_decides(int code, bool? comesBack)
    {
        await using WebSocketServer server = Serve(new RecordingHandler { Opened = connection => connection.Close((CloseCode)code, "so") });
        await using IAsyncEnumerator<WebSocketConnection> connections =
            WebSocketClient.ReconnectAsync(_uri, Policy, Options).GetAsyncEnumerator();
        await Within.Time(connections.MoveNextAsync());
        Assert.Null(await Within.Time(connections.Current.ReceiveAsync()));
        Task<bool> next = connections.MoveNextAsync().AsTask();
        if (comesBack is null)
        {
            WebSocketClosedException exception = await Assert.ThrowsAsync<WebSocketClosedException>(() => Within.Time(next));
            Assert.Equal(((CloseCode)code, "so"), (exception.Code, exception.Reason));
            return;
        }

        if (comesBack == true)
        {
            _clock.Advance((await Within.Time(_delays.Reader.ReadAsync())).Delay);
        }

        Assert.Equal(comesBack, await Within.Time(next));
    }

    [Fact]
    public async Task Connections_that_do_not_last_count_as_failures_and_one_that_lasts_makes_up_for_them()
    {
        await using WebSocketServer server = Serve();
        List<int> failures = [];
        int count = 0;
        Task run = Task.Run(async () =>
        {
            await foreach (WebSocketConnection connection in WebSocketClient.ReconnectAsync(_uri, Policy, Options))
            {
                if (++count == 4)
                {
                    break;
                }

                if (count == 3)
                {
                    _clock.Advance(TimeSpan.FromSeconds(10));
                }

                connection.Abort();
                await connection.Completion;
            }
        });
        for (int i = 0; i < 3; i++)
        {
            ReconnectDelay delay = await Within.Time(_delays.Reader.ReadAsync());
            failures.Add(delay.Failures);
            _clock.Advance(delay.Delay);
        }

        await Within.Time(run);
        Assert.Equal([1, 2, 1], failures);
    }

    [Fact]
    public async Task What_the_body_leaves_open_is_closed_and_what_it_closes_is_the_last()
    {
        var handler = new RecordingHandler();
        await using WebSocketServer server = Serve(handler);
        int count = 0;
        Task run = Task.Run(async () =>
        {
            await foreach (WebSocketConnection connection in WebSocketClient.ReconnectAsync(_uri, Policy, Options))
            {
                if (++count == 2)
                {
                    await connection.CloseAsync((CloseCode)4999, "done");
                }
            }
        });
        _clock.Advance((await Within.Time(_delays.Reader.ReadAsync())).Delay);
        await Within.Time(run);
        Assert.Equal(["open", "closed 1000", "open", "closed 4999 done"], handler.Events);
    }

    [Fact]
    public async Task Giving_up_ends_the_waiting_and_leaving_the_loop_the_connection()
    {
        using var source = new CancellationTokenSource();
        Task<bool> next = WebSocketClient.ReconnectAsync(_uri, Policy, Options, source.Token).GetAsyncEnumerator(CancellationToken.None)
            .MoveNextAsync().AsTask();
        await Within.Time(_delays.Reader.ReadAsync());
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(next));

        var handler = new RecordingHandler();
        await using WebSocketServer server = Serve(handler);
        await foreach (WebSocketConnection connection in WebSocketClient.ReconnectAsync(_uri, Policy, Options, CancellationToken.None))
        {
            break;
        }

        Assert.Equal(["open", "closed 1000"], handler.Events);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReconnectPolicy { Factor = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReconnectPolicy { Jitter = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReconnectPolicy { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReconnectPolicy { InitialDelay = TimeSpan.Zero });
        Assert.Throws<ArgumentException>(static () => { _ = WebSocketClient.ReconnectAsync(new Uri("http://server/")); });
        Assert.False(ReconnectPolicy.IsTrouble(new InvalidOperationException()));
        Assert.True(ReconnectPolicy.IsTrouble(new TimeoutException()));
    }

    private ValueTask<bool> NextAsync(ReconnectPolicy policy) =>
        WebSocketClient.ReconnectAsync(_uri, policy, Options).GetAsyncEnumerator().MoveNextAsync();

    private WebSocketServer Serve(IUpgradeHandler handler)
    {
        var server = new WebSocketServer(new WebSocketServerOptions { UnixSocketPath = Socket }, handler);
        server.Start();
        return server;
    }

    private WebSocketServer Serve(IWebSocketHandler? handler = null)
    {
        var server = new WebSocketServer(new WebSocketServerOptions { UnixSocketPath = Socket }, handler ?? new RecordingHandler());
        server.Start();
        return server;
    }

    private sealed class RefusingHandler(int status, params KeyValuePair<string, string>[] fields) : IUpgradeHandler
    {
        public bool Serves(string path) => true;

        public void OnUpgrade(UpgradeRequest request) => _ = request.RejectAsync(new HttpReply(status, "no") { Fields = fields }).AsTask();
    }
}
