using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Client;

public sealed class HandlerClientTests
{
    [Fact]
    public async Task A_client_may_receive_on_the_loop_and_is_told_of_the_end()
    {
        await using var server = new WebSocketServer(new WebSocketServerOptions(), static async (connection, cancellationToken) =>
        {
            await connection.SendAsync("one", cancellationToken);
            Message? answer = await connection.ReceiveAsync(cancellationToken);
            await connection.CloseAsync((CloseCode)4000, answer!.Value.GetText(), cancellationToken);
        });
        server.Start();
        var handler = new RecordingHandler { Message = static (connection, text) => connection.Send($"{connection.Loop.IsCurrent} {text}") };
        WebSocketConnection client = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), handler));
        await Within.Time(client.Completion);
        Assert.Equal(["open", "one", "closed 4000 True one"], handler.Events);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.ReceiveAsync());
    }
}
