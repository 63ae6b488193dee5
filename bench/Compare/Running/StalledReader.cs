using System.Net.Sockets;
using System.Text;

namespace Parley.Compare.Running;

/// <summary>A member that opens a WebSocket and never reads a message.</summary>
internal sealed class StalledReader : IDisposable
{
    private readonly Socket _socket;

    private StalledReader(Socket socket) => _socket = socket;

    public static async Task<StalledReader> ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        // A small buffer, so that the server notices soon.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        var reader = new StalledReader(socket);
        await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
        string request = $"GET {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), SocketFlags.None, cancellationToken);

        // The answer's first bytes say that it is a member; the rest isn't read either.
        byte[] answer = new byte[12];
        int length = await socket.ReceiveAsync(answer, SocketFlags.None, cancellationToken);
        return Encoding.ASCII.GetString(answer, 0, length) == "HTTP/1.1 101"
            ? reader
            : throw new CompareException("the member that is to stall was not let in.");
    }

    public void Dispose() => _socket.Dispose();
}
