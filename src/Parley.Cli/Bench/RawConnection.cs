using System.Buffers;
using System.Net.Sockets;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>A WebSocket without an engine, which reads only when it is told to, and can vanish as peers do.</summary>
internal sealed class RawConnection : IDisposable
{
    private const int LargestAnswer = 16 * 1024;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[LargestAnswer];

    private RawConnection()
    {
    }

    /// <summary>Opens one.</summary>
    /// <param name="url">The server.</param>
    /// <param name="receiveBuffer">How much the system may take in for it unread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The server doesn't open it.</exception>
    public static async Task<RawConnection> OpenAsync(Uri url, int receiveBuffer, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        try
        {
            connection._socket.ReceiveBufferSize = receiveBuffer;
            await connection._socket.ConnectAsync(url.IdnHost, url.Port, cancellationToken);
            await connection.ShakeHandsAsync(url, cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            throw exception is SocketException
                ? new IOException($"Can't connect to {url.IdnHost}:{url.Port}: {exception.Message}.", exception)
                : exception;
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <returns>False if the server has dropped the connection.</returns>
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

    /// <summary>Reads some of what came, and throws it away.</summary>
    /// <returns>False if the server has ended or dropped the connection.</returns>
    public async Task<bool> TryReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer, cancellationToken) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Drops the connection with a reset: nothing more is sent, not even its end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task ShakeHandsAsync(Uri url, CancellationToken cancellationToken)
    {
        var request = new ArrayBufferWriter<byte>();
        ClientHandshake.WriteRequest(request, url, AcceptKey.NewKey(), [], []);
        await TrySendAsync(request.WrittenMemory, cancellationToken);
        using var reader = new HeadReader(new HandshakeLimits());
        while (true)
        {
            int count = await _socket.ReceiveAsync(_buffer, cancellationToken);
            ReadOnlySpan<byte> input = _buffer.AsSpan(0, count);
            bool isWhole = reader.TryRead(ref input, out ReadOnlySpan<byte> head, out _);
            if (isWhole && ResponseHead.TryParse(head, out ResponseHead? response, out _) && response.StatusCode == 101)
            {
                return;
            }

            if (isWhole || count == 0)
            {
                throw new IOException($"{url} did not open a WebSocket.");
            }
        }
    }
}
