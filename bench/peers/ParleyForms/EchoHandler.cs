using Parley.Protocol;

namespace Parley.Peers.Forms;

internal sealed class EchoHandler : IWebSocketHandler
{
    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
        connection.Send(type, payload);
}
