using Parley;
using Parley.Protocol;

namespace ConnectionList;

/// <summary>Everybody who is connected. Whatever one of them says goes to all of them, with a suffix if it is text.</summary>
internal sealed class Visitors(byte[] suffix) : IWebSocketHandler
{
    private readonly ConnectionSet _connections = new();

    public void OnOpen(WebSocketConnection connection) => _connections.Add(connection);

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        // Encoded once, however many there are, and nobody waits for one who reads slowly.
        PreparedMessage message = PreparedMessage.Create(type, type == MessageType.Text ? [.. payload, .. suffix] : payload);
        _connections.Publish(message, new Delivery(SlowReaderPolicy.Close));
        message.Release();
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) => _connections.Remove(connection);
}
