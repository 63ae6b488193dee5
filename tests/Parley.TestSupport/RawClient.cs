using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;

namespace Parley.TestSupport;

/// <summary>A client without manners: it sends any bytes over TCP, and reads what comes.</summary>
public sealed class RawClient : IDisposable
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly TcpClient _tcp = new();
    private NetworkStream? _stream;

    // Kept: once it has ended its output, a TcpClient gives its stream to nobody.
    private NetworkStream Stream => _stream ??= _tcp.GetStream();

    /// <summary>Connects to a port of 127.0.0.1.</summary>
    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await Within.Time(client._tcp.ConnectAsync(IPAddress.Loopback, port));
        return client;
    }

    /// <summary>Connects and opens a WebSocket.</summary>
    public static async Task<RawClient> OpenAsync(int port, string path = "/")
    {
        RawClient client = await ConnectAsync(port);
        await client.SendAsync(Handshake(path));
        string head = await client.ReadHeadAsync();
        return head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)
            ? client
            : throw new InvalidOperationException($"The server answered: {head}");
    }

    public static string Handshake(string path, params string[] fields) => string.Join(
        "\r\n",
        [
            $"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade",
            $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Version: 13", .. fields, "", "",
        ]);

    /// <summary>A client's frame, as it should be.</summary>
    public static byte[] Frame(byte firstByte, ReadOnlySpan<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(output, firstByte, payload, maskingKey: 0x5A17C3E9);
        return output.WrittenSpan.ToArray();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes) => Within.Time(Stream.WriteAsync(bytes));

    public Task SayAsync(string text) => SendAsync(Frame(0x81, Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads up to the empty line that ends a head.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadBytesAsync(1))[0]);
        }

        return head.ToString();
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await Within.Time(Stream.CopyToAsync(all));
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>Reads so many bytes, whatever they are.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        await Within.Time(Stream.ReadExactlyAsync(bytes));
        return bytes;
    }

    /// <summary>Reads a frame: <c>text hello</c>, <c>close 1002</c>, or its opcode and length.</summary>
    public async Task<string> ReadFrameAsync()
    {
        byte[] start = await ReadBytesAsync(2);
        int length = (start[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadBytesAsync(2)),
            127 => (int)BinaryPrimitives.ReadInt64BigEndian(await ReadBytesAsync(8)),
            int small => small,
        };
        byte[] payload = await ReadBytesAsync(length);
        return (Opcode)(start[0] & 0x0F) switch
        {
            Opcode.Text => "text " + Encoding.UTF8.GetString(payload),
            Opcode.Close => $"close {BinaryPrimitives.ReadUInt16BigEndian(payload)}",
            Opcode opcode => $"{opcode} {length}".ToLowerInvariant(),
        };
    }

    /// <summary>Says that it sends no more, and still reads.</summary>
    public void EndOutput() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection so that the peer sees a reset.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Dispose();
    }

    public void Dispose() => _tcp.Dispose();
}
