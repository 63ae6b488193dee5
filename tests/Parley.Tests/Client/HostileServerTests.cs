using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>What a client does about servers that break the protocol, or want to break the client.</summary>
public sealed class HostileServerTests
{
    private static readonly WebSocketClientOptions _options = new()
    {
        Connection = new ConnectionOptions { Protocol = new ProtocolOptions { Deflate = new DeflateOptions() } },
    };

    public static TheoryData<string, int, byte[]> Frames => new()
    {
        { "a masked frame", 1002, RawClient.Frame(0x81, "a"u8) },
        { "reserved bits", 1002, [0xA1, 0] },
        { "RSV1 on a continuation", 1002, [0x41, 1, 0xF2, 0xC0, 0] },
        { "unknown opcode", 1002, [0x83, 0] },
        { "a ping of 126 bytes", 1002, [0x89, 126, 0, 126, .. new byte[126]] },
        { "text that is not UTF-8", 1007, [0x81, 2, 0xC3, 0x28] },
        { "a length of 2^40", 1009, [0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0] },
        { "a length of 2^63", 1002, [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0] },
        { "two fragments past 2^63", 1009, [0x02, 1, 0, 0x80, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "empty fragments without end", 1008, [0x02, 0, .. Enumerable.Repeat((byte)0, 4000)] },
        { "no deflate stream", 1007, [0xC1, 1, 0xFF] },
        { "a back-reference into nothing", 1007, [0xC1, 5, 0xF2, 0x00, 0x11, 0x00, 0x00] },
        { "100 MiB in 100 KiB", 1009, Bomb() },
        { "a bad close code", 1002, [0x88, 2, 0x03, 0xED] },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Bad_frames_end_the_connection_with_their_code(string name, int code, byte[] frames)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> serving = ServeAsync(listener, "permessage-deflate; client_no_context_takeover", frames);
        await using WebSocketConnection client = await ConnectAsync(listener);
        Message? message = await Within.Time(client.ReceiveAsync());
        Assert.True(message is null, name);
        Assert.Equal(code, (int)client.CloseCode!);
        Assert.Equal($"close {code}", await Within.Time(serving));
    }

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=0")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=999")]
    [InlineData("permessage-deflate; server_max_window_bits=text")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate, permessage-deflate")]
    [InlineData("x-webkit-deflate-frame")]
    public async Task Answers_that_were_not_offered_fail_the_handshake_with_a_sentence(string extensions)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> serving = ServeAsync(listener, extensions, []);
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync(listener));
        Assert.Contains(extensions, exception.Message, StringComparison.Ordinal);
        Assert.Equal("the end", await Within.Time(serving));
    }

    private static Task<WebSocketConnection> ConnectAsync(TcpListener listener) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://{listener.LocalEndpoint}/"), _options));

    // Opens the connection properly, sends what it was given, and returns the client's Close frame.
    private static async Task<string> ServeAsync(TcpListener listener, string extensions, byte[] frames)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string key = "";
        for (string? line = await reader.ReadLineAsync(); !string.IsNullOrEmpty(line); line = await reader.ReadLineAsync())
        {
            key = line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal) ? line[19..] : key;
        }

        string head = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AcceptKey.Compute(key)}\r\nSec-WebSocket-Extensions: {extensions}\r\n\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. frames]);
        return await ReadCloseAsync(stream);
    }

    private static async Task<string> ReadCloseAsync(NetworkStream stream)
    {
        byte[] frame = new byte[2 + 4 + 125];
        int count = await stream.ReadAtLeastAsync(frame, 8, throwOnEndOfStream: false);
        if (count == 0)
        {
            return "the end";
        }

        Assert.True(FrameHeader.TryRead(frame, out FrameHeader header, out int size));
        Masking.Apply(frame.AsSpan(size, 2), header.MaskingKey);
        return header.Opcode == Opcode.Close ? $"close {(frame[size] << 8) | frame[size + 1]}" : $"{header.Opcode}";
    }

    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++)
            {
                deflate.Write(zeros);
            }
        }

        var frame = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(frame, 0xC2, compressed.ToArray());
        return frame.WrittenSpan.ToArray();
    }
}
