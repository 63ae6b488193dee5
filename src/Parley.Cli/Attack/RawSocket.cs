using System.Net;
using System.Net.Sockets;

namespace Parley.Cli;

/// <summary>A connection over TCP or TLS that sends any bytes, and keeps what came until it is taken.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Stream _stream = Stream.Null;
    private int _start;
    private int _end;

    /// <summary>What came and has not been taken.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start.._end);

    /// <summary>Connects.</summary>
    /// <param name="endPoint">Where to: an address, or a name as a <see cref="DnsEndPoint"/>.</param>
    /// <param name="receiveBuffer">How much the system may take in for us unread; 0 for as much as it likes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Nobody takes the connection.</exception>
    public static async Task<RawSocket> ConnectAsync(
        EndPoint endPoint, int receiveBuffer, CancellationToken cancellationToken)
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
            socket._stream = new NetworkStream(socket._socket);
            return socket;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is SocketException)
            {
                string where = endPoint is DnsEndPoint { Host: var host, Port: var port } ? $"{host}:{port}" : $"{endPoint}";
                throw new IOException($"no connection to {where}: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <summary>Connects, and speaks TLS if the address says so.</summary>
    /// <inheritdoc cref="ConnectAsync(EndPoint, int, CancellationToken)"/>
    public static async Task<RawSocket> ConnectAsync(
        Uri server, EndPoint endPoint, int receiveBuffer, ClientTlsOptions tls, CancellationToken cancellationToken)
    {
        RawSocket socket = await ConnectAsync(endPoint, receiveBuffer, cancellationToken);
        try
        {
            socket._stream = server.Scheme == "wss"
                ? await RawTls.SecureAsync(socket._stream, server, tls, cancellationToken)
                : socket._stream;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <returns>False if the peer has dropped the connection.</returns>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
            return true;
        }
        catch (IOException)
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
            int count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count;
            return count > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Takes bytes from the start of what came.</summary>
    public void Take(int count) => _start += count;

    /// <summary>Drops the connection with a reset: nothing more is sent, not even its end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose()
    {
        // Without a word of TLS: whoever has vanished says nothing.
        _socket.Dispose();
        _stream.Dispose();
    }
}
