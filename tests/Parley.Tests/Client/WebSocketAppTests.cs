using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>A client by callbacks: their order, one at a time, and what becomes of what they throw.</summary>
public sealed class WebSocketAppTests
{
    private readonly ConcurrentQueue<string> _events = new();
    private int _inside;

    [Theory]
    [InlineData(1000)]
    [InlineData(1012)]
    public async Task A_connection_is_told_from_its_beginning_to_its_end(int code)
    {
        await using WebSocketServer server = Serve(async (connection, token) =>
        {
            for (int i = 0; i < 50; i++)
            {
                await connection.SendAsync($"{i}", token);
            }

            await connection.CloseAsync((CloseCode)code, "enough", token);
        });
        WebSocketApp app = Record(AddressOf(server));
        Assert.Equal((CloseCode)code, await Within.Time(app.RunForeverAsync()));
        Assert.Equal(["open", .. Enumerable.Range(0, 50).Select(static i => $"{i}"), $"closed {code} enough"], _events);
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.RunForeverAsync());
        await Assert.ThrowsAsync<WebSocketClosedException>(async () => await app.SendAsync("late"));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error_before_its_end()
    {
        await using WebSocketServer server = Serve(static async (connection, token) =>
        {
            await connection.ReceiveAsync(token);
            connection.Abort();
        });
        WebSocketApp app = Record(AddressOf(server)).OnOpen(app => app.SendAsync("hello"));
        Assert.Equal(CloseCode.AbnormalClosure, await Within.Time(app.RunForeverAsync()));
        Assert.Equal(["error WebSocketClosedException", "closed 1006 "], _events);
    }

    [Fact]
    public async Task A_refusal_and_a_server_that_is_not_there_are_errors_and_the_end()
    {
        await using var refusing = new ScriptedServer("HTTP/1.1 403 Forbidden\r\n\r\n");
        Assert.Equal(CloseCode.AbnormalClosure, await Within.Time(Record(refusing.Address).RunForeverAsync()));
        Assert.Equal(CloseCode.AbnormalClosure, await Within.Time(Record(new Uri("ws://127.0.0.1:1/")).RunForeverAsync()));
        Assert.Equal(["error WebSocketHandshakeException", "closed 1006 ", "error WebSocketHandshakeException", "closed 1006 "], _events);
    }

    [Fact]
    public async Task What_a_callback_throws_goes_to_OnError_and_the_app_goes_on()
    {
        await using WebSocketServer server = Serve(static async (connection, token) =>
        {
            await connection.SendAsync("one", token);
            await connection.SendAsync("two", token);
            await connection.CloseAsync(cancellationToken: token);
        });
        WebSocketApp app = Record(AddressOf(server))
            .OnOpen(static _ => throw new FormatException())
            .OnMessage(static (_, message) => throw new ArithmeticException(message.GetText()))
            .OnClose(static (_, _, _) => throw new KeyNotFoundException());
        await Within.Time(app.RunForeverAsync());
        Assert.Equal(["error FormatException", "error ArithmeticException", "error ArithmeticException", "error KeyNotFoundException"], _events);
    }

    [Fact]
    public async Task What_OnError_throws_closes_the_connection_and_comes_out()
    {
        var codes = new TaskCompletionSource<CloseCode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebSocketServer server = Serve(async (connection, token) =>
        {
            await connection.SendAsync("one", token);
            await connection.ReceiveAsync(CancellationToken.None);
            codes.SetResult(connection.CloseCode);
        });
        WebSocketApp app = new WebSocketApp(AddressOf(server))
            .OnMessage(static (_, _) => throw new ArithmeticException())
            .OnError(static (_, error) => throw new InvalidOperationException("on error", error));
        Assert.IsType<ArithmeticException>((await Assert.ThrowsAsync<InvalidOperationException>(() => Within.Time(app.RunForeverAsync()))).InnerException);
        Assert.Equal(CloseCode.InternalError, await Within.Time(codes.Task));
    }

    [Fact]
    public async Task A_callback_may_send_and_block_and_end_the_app()
    {
        await using WebSocketServer server = Serve(static async (connection, token) =>
        {
            await foreach (Message message in connection.ReadAllAsync(token))
            {
                await connection.SendAsync(message, token);
            }
        });
        WebSocketApp app = Record(AddressOf(server))
            .OnOpen(static async app =>
            {
                await app.SendAsync("a");
                await app.SendAsync(MessageType.Binary, "b"u8.ToArray());
            })
            .OnMessage((app, message) =>
            {
                _events.Enqueue($"{message.Type}");

                // The pong comes while this thread waits: it is none of the loop's.
                app.Connection!.PingAsync().Wait(Within.Limit);
                if (!message.IsText)
                {
                    app.Close((CloseCode)4000, "bye");
                }
            });
        Assert.Equal((CloseCode)4000, await Within.Time(app.RunForeverAsync()));
        Assert.Equal(["Text", "Binary", "closed 4000 "], _events);
        Assert.Null(app.Connection);
    }

    [Fact]
    public async Task It_comes_back_by_its_policy_and_ends_when_it_is_told_to()
    {
        var clock = new TestClock();
        using var loops = new LoopGroup([new PoolLoop(clock)]);
        int connections = 0;
        await using WebSocketServer server = Serve(async (connection, token) =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await connection.CloseAsync(CloseCode.ServiceRestart, "back soon", token);
            }

            await connection.ReceiveAsync(token);
        });
        using var stop = new CancellationTokenSource();
        var waiting = new TaskCompletionSource<ReconnectDelay>(TaskCreationOptions.RunContinuationsAsynchronously);
        var app = new WebSocketApp(AddressOf(server), new WebSocketClientOptions { Loops = loops })
        {
            Reconnect = new ReconnectPolicy { Waiting = waiting.SetResult },
            PingInterval = TimeSpan.FromSeconds(30),
            PingTimeout = TimeSpan.FromSeconds(5),
        };
        Record(app).OnOpen(async _ =>
        {
            _events.Enqueue("open");
            if (Volatile.Read(ref connections) == 2)
            {
                await stop.CancelAsync();
            }
        });
        Task<CloseCode> run = app.RunForeverAsync(stop.Token);
        clock.Advance((await Within.Time(waiting.Task)).Delay);
        Assert.Equal(CloseCode.GoingAway, await Within.Time(run));
        Assert.Equal(["open", "closed 1012 back soon", "open", "closed 1001 "], _events);
    }

    [Fact]
    public async Task Ended_before_it_has_connected_it_ends()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        WebSocketApp app = Record(new Uri($"ws://{listener.LocalEndpoint}/"));
        Task<CloseCode> run = app.RunForeverAsync();
        using Socket accepted = await Within.Time(listener.AcceptSocketAsync());
        app.Close();
        Assert.Equal(CloseCode.AbnormalClosure, await Within.Time(run));
        Assert.Equal(["closed 1006 "], _events);
    }

    private static Uri AddressOf(WebSocketServer server) => new($"ws://127.0.0.1:{server.EndPoint.Port}/");

    private static WebSocketServer Serve(Func<WebSocketConnection, CancellationToken, Task> handler)
    {
        var server = new WebSocketServer(new WebSocketServerOptions(), handler);
        server.Start();
        return server;
    }

    private WebSocketApp Record(Uri uri) => Record(new WebSocketApp(uri)).OnOpen(_ => Note("open"));

    private WebSocketApp Record(WebSocketApp app) => app
        .OnMessage((_, message) => Note(message.GetText()))
        .OnError((_, error) => Note($"error {error.GetType().Name}"))
        .OnClose((_, code, reason) => Note($"closed {(int)code} {reason}"));

    // Two callbacks at a time would meet here.
    private async ValueTask Note(string what)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        await Task.Yield();
        _events.Enqueue(what);
        Interlocked.Decrement(ref _inside);
    }
}
