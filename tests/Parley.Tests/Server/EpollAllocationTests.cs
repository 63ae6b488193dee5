using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>From the socket to the handler and back a message costs the loop's thread no allocation.</summary>
public sealed class EpollAllocationTests
{
    private const int Messages = 2000;

    [Theory]
    [InlineData(20)]
    [InlineData(20_000)]
    public async Task An_echo_over_TCP_allocates_nothing_on_its_loop(int length)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var counting = new CountingEcho();
        await using var server = new WebSocketServer(new WebSocketServerOptions { Engine = Engine.Epoll }, counting);
        server.Start();
        var pong = new PingPong(new byte[length]);
        var uri = new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/");
        WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(uri, pong));
        await Within.Time(pong.Done);
        await Within.Time(client.CloseAsync().AsTask());

        // What the runtime does on that thread now and then is not the messages' doing: the least of some spans is.
        Assert.Equal(0, counting.LeastPerHundred);
    }

    private sealed class CountingEcho : IWebSocketHandler
    {
        private long _before;
        private int _count;

        public long LeastPerHundred { get; private set; } = long.MaxValue;

        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
        {
            connection.Send(type, payload);
            if (++_count % 100 == 0)
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                LeastPerHundred = Math.Min(LeastPerHundred, _count == 100 ? long.MaxValue : now - _before);
                _before = now;
            }
        }
    }

    private sealed class PingPong(byte[] payload) : IWebSocketHandler
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = Messages;

        public Task Done => _done.Task;

        public void OnOpen(WebSocketConnection connection) => connection.Send(MessageType.Binary, payload);

        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> received)
        {
            if (--_left == 0)
            {
                _done.SetResult();
            }
            else
            {
                connection.Send(type, received);
            }
        }
    }
}
