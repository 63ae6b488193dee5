using System.Buffers;
using System.Text;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Sends every message back, with a prefix before it.</summary>
internal sealed class EchoHandler(string prefix) : IWebSocketHandler
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        if (_prefix.Length == 0)
        {
            connection.Send(type, payload);
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(_prefix.Length + payload.Length);
        _prefix.CopyTo(buffer, 0);
        payload.CopyTo(buffer.AsSpan(_prefix.Length));
        connection.Send(type, buffer.AsSpan(0, _prefix.Length + payload.Length));
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
