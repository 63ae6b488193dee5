using System.Net.WebSockets;

namespace Parley.ClientCost;

/// <summary>.NET's own client, as its users write it.</summary>
internal sealed class FrameworkEcho(ClientWebSocket client) : IEcho
{
    public long Count { get; private set; }

    public static async Task<IEcho> OpenAsync(Uri uri, CancellationToken cancellationToken)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(uri, cancellationToken);
        return new FrameworkEcho(client);
    }

    public async Task RunAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Memory<byte> buffer = new byte[4096];
        while (!cancellationToken.IsCancellationRequested)
        {
            await client.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            while (!(await client.ReceiveAsync(buffer, CancellationToken.None)).EndOfMessage)
            {
            }

            Count++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        client.Dispose();
    }
}
