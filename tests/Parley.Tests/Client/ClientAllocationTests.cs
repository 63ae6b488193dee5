using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>A client that reads and sends back costs its loop's thread no allocation for a message.</summary>
public sealed class ClientAllocationTests
{
    private const int Messages = 2000;
    private const int Span = 100;

    [Theory]
    [InlineData("ReadAllAsync", 20)]
    [InlineData("ReadAllAsync", 20_000)]
    [InlineData("ReceiveAsync", 20)]
    public async Task An_echo_by_awaiting_allocates_nothing(string way, int length)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        await using var server = new WebSocketServer(
            new WebSocketServerOptions(), new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        server.Start();
        using LoopGroup loops = LoopGroup.Create(Engine.Epoll);
        var options = new WebSocketClientOptions { Loops = loops };
        await using WebSocketConnection client = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), options));
        await client.SendAsync(new string('x', length));
        long least = await Within.Time(way == "ReadAllAsync" ? ReadAllAsync(client) : ReceiveAsync(client));

        // What the runtime does on that thread now and then is not the messages' doing: the least of some spans is.
        Assert.Equal(0, least);
    }

    private static async Task<long> ReadAllAsync(WebSocketConnection client)
    {
        var counter = new Counter();
        await foreach (Message message in client.ReadAllAsync())
        {
            if (counter.CountAndEnd())
            {
                break;
            }

            await client.SendAsync(message);
        }

        return counter.Least;
    }

    private static async Task<long> ReceiveAsync(WebSocketConnection client)
    {
        var counter = new Counter();
        while (await client.ReceiveAsync() is { } message && !counter.CountAndEnd())
        {
            await client.SendAsync(message);
        }

        return counter.Least;
    }

    private sealed class Counter
    {
        private int _thread;
        private long _before;
        private int _count;

        public long Least { get; private set; } = long.MaxValue;

        public bool CountAndEnd()
        {
            if (++_count % Span == 0)
            {
                long now = GC.GetAllocatedBytesForCurrentThread();

                // The first message may be read where the client connected, and every later one on the loop.
                Least = _thread == Environment.CurrentManagedThreadId ? Math.Min(Least, now - _before) : Least;
                (_thread, _before) = (Environment.CurrentManagedThreadId, now);
            }

            return _count == Messages;
        }
    }
}
