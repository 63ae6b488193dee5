using Parley.Protocol;

namespace Parley.ClientCost;

/// <summary>Our client, as its users write it.</summary>
internal sealed class ParleyEcho(WebSocketConnection connection) : IEcho
{
    public long Count { get; private set; }

    public static async Task<IEcho> OpenAsync(Uri uri, ReaderThread thread, CancellationToken cancellationToken) => new ParleyEcho(
        await WebSocketClient.ConnectAsync(uri, new WebSocketClientOptions { ReaderThread = thread }, cancellationToken));

    public async Task RunAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await connection.SendAsync(MessageType.Text, message, CancellationToken.None);
        await foreach (Message _ in connection.ReadAllAsync(CancellationToken.None))
        {
            Count++;
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await connection.SendAsync(MessageType.Text, message, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
