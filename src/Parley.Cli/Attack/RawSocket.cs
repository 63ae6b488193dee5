using System.Net;
using System.Net.Sockets;

namespace Parley.Cli;

/// <summary>A TCP connection that sends any bytes, and keeps what came until it is taken.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>What came and has not been taken.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start.._end);

    /// <summary>Connects.</summary>
    /// <param name="endPoint">Where to.</param>
    /// <param name="receiveBuffer">How much the system may take in for us unread; 0 for as much as it likes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RawSocket> ConnectAsync(
        IPEndPoint endPoint, int receiveBuffer, CancellationToken cancellationToken)
    {
        var socket = new RawSocket();
        if (receiveBuffer > 0)
        {
            // Before the connection is made: later it would not bound what the peer is told.
            socket._socket.ReceiveBufferSize = receiveBuffer;
        }

        try
        {
            await socket._socket.ConnectAsync(endPoint, cancellationToken);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new AttackException($"no connection to {endPoint}: {exception.Message}", exception);
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <returns>False if the peer has dropped the connection.</returns>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits for more bytes than there are. Only where less than the whole buffer is waiting to be taken.</summary>
    /// <returns>False if the peer has ended or dropped the connection.</returns>
    public async Task<bool> TryReceiveAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Received.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        try
        {
            int count = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count;
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Takes bytes from the start of what came.</summary>
    public void Take(int count) => _start += count;

    public void Dispose() => _socket.Dispose();
}
