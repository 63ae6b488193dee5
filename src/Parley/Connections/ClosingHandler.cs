using Parley.Protocol;

namespace Parley;

/// <summary>Closes a connection as soon as it is open, and tells another handler of the end.</summary>
internal sealed class ClosingHandler(IWebSocketHandler? handler, CloseCode code, string reason) : IWebSocketHandler
{
    public void OnOpen(WebSocketConnection connection) => connection.Close(code, reason);

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) =>
        handler?.OnClosed(connection, code, reason);
}
