using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Sends every message to every connection.</summary>
internal sealed class BroadcastHandler : IWebSocketHandler
{
    // All members get all messages in one order, whichever loops they come from.
    private readonly Lock _order = new();
    private readonly ConnectionSet _everyone = new();

    public void OnOpen(WebSocketConnection connection) => _everyone.Add(connection);

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        var message = PreparedMessage.Create(type, payload);
        lock (_order)
        {
            _everyone.Publish(message, new Delivery(SlowReaderPolicy.Close));
        }

        message.Release();
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) => _everyone.Remove(connection);
}
