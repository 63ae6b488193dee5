using System.Buffers.Binary;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>Messages of 64 MiB go there and back whole, once somebody has allowed them.</summary>
public sealed class LargeMessageTests : IAsyncLifetime
{
    private const int Size = 64 * 1024 * 1024;

    private static readonly ConnectionOptions _large = new()
    {
        Protocol = new ProtocolOptions { MaxMessageSize = Size },
    };

    private WebSocketServer? _server;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        _server = new WebSocketServer(
            new WebSocketServerOptions { Engine = Engine.Epoll, Connection = _large }, new Echo());
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData(MessageType.Text)]
    [InlineData(MessageType.Binary)]
    public async Task A_client_gets_back_what_it_sent(MessageType type)
    {
        byte[] payload = Payload(type);
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(
            new Uri($"ws://127.0.0.1:{_server!.EndPoint.Port}/"), new WebSocketClientOptions { Connection = _large }));
        await Within.Time(client.SendAsync(type, payload));
        Message answer = (await Within.Time(client.ReceiveAsync()))!.Value;
        Assert.Equal(type, answer.Type);
        Assert.True(payload.AsSpan().SequenceEqual(answer.Data.Span));
    }

    [Theory]
    [InlineData(MessageType.Text, 1)]
    [InlineData(MessageType.Binary, 1)]
    [InlineData(MessageType.Text, 1021)]
    [InlineData(MessageType.Binary, 7)]
    public async Task Fragments_come_back_as_one_message(MessageType type, int fragments)
    {
        byte[] payload = Payload(type);
        using RawClient client = await RawClient.OpenAsync(_server!.EndPoint.Port);
        Task<byte[]> answer = client.ReadBytesAsync(10 + Size);
        byte opcode = (byte)(type == MessageType.Text ? Opcode.Text : Opcode.Binary);
        int each = (Size / fragments) + 1;
        for (int start = 0; start < Size; start += each)
        {
            // RFC 6455 section 5.4: FIN on the last one, the opcode on the first one only.
            int end = Math.Min(start + each, Size);
            int first = (end == Size ? 0x80 : 0) | (start == 0 ? opcode : 0);
            await client.SendAsync(RawClient.Frame((byte)first, payload.AsSpan(start, end - start)));
        }

        byte[] frame = await answer;
        Assert.Equal([(byte)(0x80 | opcode), 127], frame[..2]);
        Assert.Equal(Size, BinaryPrimitives.ReadInt64BigEndian(frame.AsSpan(2)));
        Assert.True(payload.AsSpan().SequenceEqual(frame.AsSpan(10)));
    }

    [Fact]
    public async Task One_byte_more_than_is_allowed_is_refused_at_its_header()
    {
        using RawClient client = await RawClient.OpenAsync(_server!.EndPoint.Port);
        byte[] header = [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), Size + 1);
        await client.SendAsync(header);
        Assert.Equal("close 1009", await client.ReadFrameAsync());
    }

    // Text with letters of one to four bytes, so that fragments end in the middle of some.
    private static byte[] Payload(MessageType type)
    {
        byte[] payload = new byte[Size];
        if (type == MessageType.Binary)
        {
            new Random(1).NextBytes(payload);
            return payload;
        }

        ReadOnlySpan<byte> letters = "aé€😀."u8;
        int whole = Size / letters.Length * letters.Length;
        for (int i = 0; i < whole; i += letters.Length)
        {
            letters.CopyTo(payload.AsSpan(i));
        }

        payload.AsSpan(whole).Fill((byte)'z');
        return payload;
    }

    private sealed class Echo : IWebSocketHandler
    {
        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
            connection.Send(type, payload);
    }
}
