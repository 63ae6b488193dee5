using System.Net.WebSockets;

namespace Parley.Peers.Kestrel;

/// <summary>
/// Reads whole messages into one buffer, which grows to the largest that came. No cancellation: Kestrel ends what is
/// pending when the connection ends, and a token would cost a registration for each message.
/// </summary>
internal sealed class MessageReader(WebSocket socket)
{
    private const int MaxMessage = 1024 * 1024;

    private byte[] _buffer = new byte[4096];

    public WebSocketMessageType Type { get; private set; }

    /// <summary>The message, until the next is read.</summary>
    public ReadOnlyMemory<byte> Message { get; private set; }

    /// <summary>Waits for a message.</summary>
    /// <returns>False once the peer has closed.</returns>
    public async ValueTask<bool> ReadAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult piece = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            length += piece.Count;
            if (piece.EndOfMessage)
            {
                Type = piece.MessageType;
                Message = _buffer.AsMemory(0, length);
                return true;
            }

            if (length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxMessage)
        {
            throw new WebSocketException("The message is too long.");
        }

        Array.Resize(ref _buffer, _buffer.Length * 4);
    }
}
