using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Tests;

/// <summary>A server that opens a WebSocket for everybody, sends back every frame as it came, and checks nothing.</summary>
internal sealed class TrustingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TrustingServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"ws://{_listener.LocalEndpoint}/");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        NetworkStream stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Accept(await ReadKeyAsync(stream)));
            while (true)
            {
                byte[] start = await ReadAsync(stream, 2);
                int length = (start[1] & 0x7F) switch
                {
                    126 => (await ReadAsync(stream, 2)) is var bytes ? (bytes[0] << 8) | bytes[1] : 0,
                    127 => (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(stream, 8)),
                    int small => small,
                };
                uint key = BitConverter.ToUInt32(await ReadAsync(stream, 4));
                byte[] payload = await ReadAsync(stream, length);
                Masking.Apply(payload, key);
                byte[] header = new byte[FrameHeader.MaxSize];
                int size = FrameWriter.WriteHeader(header, start[0] == 0x89 ? (byte)0x8A : start[0], length);
                await stream.WriteAsync(header.AsMemory(0, size));
                await stream.WriteAsync(payload);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The client went.
        }
    }

    private static async Task<string> ReadKeyAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        }

        string line = head.ToString().Split("\r\n").First(static line => line.StartsWith("Sec-WebSocket-Key", StringComparison.Ordinal));
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static byte[] Accept(string key) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {AcceptKey.Compute(key)}\r\n\r\n");

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
