using Microsoft.AspNetCore.Builder;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>Once a WebSocket has left Kestrel, a message costs its loop's thread no allocation.</summary>
public sealed class AllocationTests
{
    private const int Messages = 2000;

    [Fact]
    public async Task An_echo_allocates_nothing_on_its_loop()
    {
        var counting = new CountingEcho();
        await using EngineApp app = await EngineApp.StartAsync(Carrier.Epoll, app => app.MapWebSocket("/ws", counting));
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        byte[] payload = new byte[20];
        for (int i = 0; i < Messages; i++)
        {
            await client.SendAsync(MessageType.Binary, payload);
            Assert.Equal(20, (await Within.Time(client.ReceiveAsync()))!.Value.Data.Length);
        }

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
}
