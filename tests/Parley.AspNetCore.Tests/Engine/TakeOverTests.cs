using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>A WebSocket leaves Kestrel's pipes: with every byte, once, in order.</summary>
public sealed class TakeOverTests
{
    private const int Upgrades = 1000;
    private const int AtOnce = 20;

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_connection_lives_on_its_transports_loop_and_holds_none_of_kestrels_memory(Carrier carrier)
    {
        var seen = new TaskCompletionSource<WebSocketConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingHandler
        {
            Opened = seen.SetResult,
            Message = static (connection, text) => connection.Send($"{connection.Loop.IsCurrent} {text}"),
        };
        await using EngineApp app = await EngineApp.StartAsync(carrier, app => app.MapWebSocket("/ws", handler));
        await using (WebSocketConnection client = await app.ConnectAsync("/ws"))
        {
            await client.SendAsync("a");
            Assert.Equal("True a", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
            WebSocketConnection connection = await Within.Time(seen.Task);
            Assert.Equal(carrier == Carrier.Epoll ? "EpollLoop" : "PoolLoop", connection.Loop.GetType().Name);
            Assert.Equal(1, connection.Loop.TransportCount);
            await Within.Until(() => app.Left == (1, 0, 1, 1));
        }

        await app.NothingIsLeftAsync();
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Carrier.Epoll, 0)]
    [InlineData(Carrier.Epoll, 1)]
    [InlineData(Carrier.Epoll, 30_000)]
    [InlineData(Carrier.Sockets, 0)]
    [InlineData(Carrier.Sockets, 30_000)]
    public async Task A_thousand_upgrades_with_frames_in_the_requests_own_packet_lose_nothing(Carrier carrier, int length)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, static app => app.MapWebSocket("/ws", Endpoints.EchoAsync));
        await ForEachAsync(Upgrades / (length > 1 ? 10 : 1), number => UpgradeAsync(app, number, length, pieces: 1));
        await app.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task Nothing_is_lost_wherever_the_packets_are_split(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, static app => app.MapWebSocket("/ws", Endpoints.EchoAsync));
        await ForEachAsync(Upgrades, number => UpgradeAsync(app, number, length: 300, pieces: 2 + (number % 4)));
        await app.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task More_frames_than_the_pipe_holds_come_through_before_anybody_has_accepted(Carrier carrier)
    {
        // Kestrel's pipe holds 1 MiB: past it the transport stops reading.
        var accept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(carrier, app =>
        {
            app.Use(async (_, next) =>
            {
                await accept.Task;
                await next();
            });
            app.MapWebSocket("/ws", Endpoints.EchoAsync);
        });
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        Task sending = SendFramesAsync(client, count: 5000, length: 1000);
        await Within.Until(() => app.Left.Blocks > 256);
        accept.SetResult();
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal($"text {Text(i, 1000)}", await client.ReadFrameAsync());
        }

        await sending;

        // A mebibyte, what is received at once, and something for the answer.
        Assert.InRange(app.PeakBlocks, 257, 400);
    }

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_client_that_has_not_read_the_answer_before_is_handed_over_all_the_same(Carrier carrier)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingHandler
        {
            Opened = _ => opened.SetResult(),
            Message = static (connection, text) => connection.Send(text),
        };
        await using EngineApp app = await EngineApp.StartAsync(
            carrier,
            app =>
            {
                HttpApps.Map(app);
                app.MapWebSocket("/ws", handler);
            },
            build: static builder => builder.Services.Configure<SocketTransportOptions>(static options => options.MaxWriteBufferSize = null));
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync("GET /large HTTP/1.1\r\nHost: a\r\n\r\n" + RawClient.Handshake("/ws"));
        await client.SendAsync(RawClient.Frame(0x81, "sent"u8));
        await Within.Time(opened.Task);
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        await client.ReadBytesAsync(HttpApps.LargeSize);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("text sent", await client.ReadFrameAsync());
    }

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task What_the_server_pushes_right_after_accepting_comes_behind_the_101(Carrier carrier)
    {
        var handler = new RecordingHandler
        {
            Opened = static connection =>
            {
                connection.Send("first");
                connection.Send("second");
            },
            Message = static (connection, text) => connection.Send(text),
        };
        await using EngineApp app = await EngineApp.StartAsync(carrier, app => app.MapWebSocket("/ws", handler));
        await ForEachAsync(100, async _ =>
        {
            using RawClient client = await RawClient.ConnectAsync(app.Port);
            await client.SendAsync([.. Encoding.ASCII.GetBytes(RawClient.Handshake("/ws")), .. RawClient.Frame(0x81, "third"u8)]);
            Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
            foreach (string expected in new[] { "text first", "text second", "text third" })
            {
                Assert.Equal(expected, await client.ReadFrameAsync());
            }
        });
    }

    private static async Task UpgradeAsync(EngineApp app, int number, int length, int pieces)
    {
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        var random = new Random(number);
        byte[][] frames = [.. Enumerable.Range(0, 10).Select(i => RawClient.Frame(0x81, Encoding.UTF8.GetBytes(Text(i, length))))];
        byte[] all = [.. Encoding.ASCII.GetBytes(RawClient.Handshake("/ws")), .. frames.SelectMany(static frame => frame)];
        int[] cuts = [0, .. Enumerable.Range(1, pieces - 1).Select(_ => random.Next(1, all.Length)).Order(), all.Length];
        Task sending = SendAsync(client, cuts.Zip(cuts.Skip(1), (start, end) => all[start..end]));
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        for (int i = 0; i < frames.Length; i++)
        {
            Assert.Equal($"text {Text(i, length)}", await client.ReadFrameAsync());
        }

        await sending;
    }

    private static string Text(int number, int length) => number.ToString("D4", null).PadRight(length, '.');

    private static async Task SendAsync(RawClient client, IEnumerable<byte[]> pieces)
    {
        foreach (byte[] piece in pieces)
        {
            await client.SendAsync(piece);
        }
    }

    private static async Task SendFramesAsync(RawClient client, int count, int length)
    {
        await client.SendAsync(RawClient.Handshake("/ws"));
        for (int i = 0; i < count; i++)
        {
            await client.SendAsync(RawClient.Frame(0x81, Encoding.UTF8.GetBytes(Text(i, length))));
        }
    }

    private static Task ForEachAsync(int count, Func<int, Task> body) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        (number, _) => new ValueTask(body(number)));
}
