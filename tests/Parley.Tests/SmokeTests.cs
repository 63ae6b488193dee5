using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task An_echo_comes_back()
    {
        await using var server = new WebSocketServer(new WebSocketServerOptions(), async (ws, ct) =>
        {
            await foreach (Message message in ws.ReadAllAsync(ct))
            {
                await ws.SendAsync(message, ct);
            }
        });
        server.Start();
        await using WebSocketConnection client =
            await Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/")));
        foreach (int length in new[] { 0, 1, 125, 126, 65535, 65536, 1 << 20 })
        {
            byte[] payload = new byte[length];
            new Random(length).NextBytes(payload);
            await Within.Time(client.SendAsync(MessageType.Binary, payload));
            Message? answer = await Within.Time(client.ReceiveAsync());
            Assert.Equal(payload, answer!.Value.Data.ToArray());
        }

        await Within.Time(client.CloseAsync());
        Assert.Equal(CloseCode.NormalClosure, client.CloseCode);
    }
}
