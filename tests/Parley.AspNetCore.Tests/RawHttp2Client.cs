using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>An HTTP/2 client without manners (RFC 9113): it sends any frame, and reads what comes.</summary>
internal sealed class RawHttp2Client : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;

    public const byte EndStream = 1;

    private const byte EndHeaders = 4;
    private const byte Ack = 1;

    private readonly TcpClient _tcp = new();

    /// <summary>Connects, and sends the preface and empty settings.</summary>
    public static async Task<RawHttp2Client> ConnectAsync(int port)
    {
        var client = new RawHttp2Client();
        await Within.Time(client._tcp.ConnectAsync(IPAddress.Loopback, port));
        await client.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8]);
        await client.SendFrameAsync(Settings, 0, 0, []);
        return client;
    }

    /// <summary>Sends the request of a WebSocket at <c>/ws</c>.</summary>
    public Task RequestAsync(int stream, byte flags = 0) => SendFrameAsync(Headers, (byte)(flags | EndHeaders), stream, Block(
        (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/ws"), (":authority", "127.0.0.1"),
        ("sec-websocket-version", "13")));

    /// <summary>Opens a WebSocket at <c>/ws</c>.</summary>
    public async Task OpenAsync(int stream)
    {
        await RequestAsync(stream);
        Assert.True(IsOk(await ReadFrameAsync(Headers, stream)));
    }

    public Task SendFrameAsync(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (payload.Length << 8) | type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return SendAsync(frame);
    }

    /// <summary>Reads up to a frame of a type on a stream, and gives its flags and payload.</summary>
    public async Task<(byte Flags, byte[] Payload)> ReadFrameAsync(byte type, int stream)
    {
        while (true)
        {
            byte[] head = await ReadBytesAsync(9);
            byte[] payload = await ReadBytesAsync(BinaryPrimitives.ReadInt32BigEndian(head) >> 8);
            if (head[3] == type && BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) == stream)
            {
                return (head[4], payload);
            }

            if (head[3] == Settings && (head[4] & Ack) == 0)
            {
                await SendFrameAsync(Settings, Ack, 0, []);
            }
        }
    }

    /// <summary>Whether a HEADERS frame says 200: RFC 7541's static table has it at index 8.</summary>
    public static bool IsOk((byte Flags, byte[] Payload) headers) => headers.Payload.Contains((byte)0x88);

    public static uint ErrorCode((byte Flags, byte[] Payload) reset) => BinaryPrimitives.ReadUInt32BigEndian(reset.Payload);

    public void Dispose() => _tcp.Dispose();

    // RFC 7541 section 6.2.2: literals that nobody has to remember.
    private static byte[] Block(params (string Name, string Value)[] fields) =>
        [.. fields.SelectMany(static field => (byte[])
            [0, (byte)field.Name.Length, .. Encoding.ASCII.GetBytes(field.Name), (byte)field.Value.Length, .. Encoding.ASCII.GetBytes(field.Value)])];

    private Task SendAsync(byte[] bytes) => Within.Time(_tcp.GetStream().WriteAsync(bytes));

    private async Task<byte[]> ReadBytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        await Within.Time(_tcp.GetStream().ReadExactlyAsync(bytes));
        return bytes;
    }
}
