using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>RawSocket byte for byte: what the tutorials' servers take, and what they get wrong.</summary>
public sealed class RawSocketTests
{
    // As browsers sent it when the tutorials were written, and as the tutorials print it.
    private static readonly string[] _printedHead =
    [
        "GET /chatsocket HTTP/1.1", "Host: 127.0.0.1:8002", "Connection: Upgrade", "Pragma: no-cache", "Cache-Control: no-cache",
        "Upgrade: websocket", "Origin: http://localhost:63342", "Sec-WebSocket-Version: 13",
        "User-Agent: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) Chrome/53.0", "Accept-Encoding: gzip, deflate, sdch",
        "Accept-Language: zh-CN,zh;q=0.8", "Sec-WebSocket-Key: mnwFxiOlctXFN/DeMt1Amg==",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    ];

    [Theory]
    [InlineData(": ")]
    [InlineData(":")]
    [InlineData(":   ")]
    public async Task A_printed_handshake_gets_101_and_texts_their_answers(string colon)
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        string head = string.Join("\r\n", [_printedHead[0], .. _printedHead[1..].Select(line => line.Replace(": ", colon, StringComparison.Ordinal)), "", ""]);
        string[] answers = ["text 接收数据: 你好", "text 你好", "text 你好"];
        foreach ((int port, string answer) in server.Ports.Zip(answers))
        {
            using RawClient client = await RawClient.ConnectAsync(port);
            await client.SendAsync(head);
            string response = await client.ReadHeadAsync();
            Assert.StartsWith("HTTP/1.1 101 ", response, StringComparison.Ordinal);
            Assert.Contains("Sec-WebSocket-Accept: " + AcceptKey.Compute("mnwFxiOlctXFN/DeMt1Amg=="), response, StringComparison.Ordinal);
            Assert.DoesNotContain("permessage-deflate", response, StringComparison.Ordinal);
            await client.SayAsync("你好");
            Assert.Equal(answer, await client.ReadFrameAsync());
        }
    }

    [Fact]
    public async Task A_message_of_any_length_comes_back_whole()
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        using RawClient client = await RawClient.OpenAsync(server.Ports[0]);
        foreach (int length in new[] { 0, 1, 125, 126, 1024, 65_535, 65_536, 3_000_000 })
        {
            string text = new('x', length);
            await client.SayAsync(text);
            Assert.Equal("text 接收数据: " + text, await client.ReadFrameAsync());
        }
    }

    [Fact]
    public async Task A_head_and_frames_may_come_in_any_pieces()
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(server.Ports[1]);
        byte[] head = Encoding.UTF8.GetBytes(RawClient.Handshake("/chatsocket"));
        foreach (byte[] piece in head[..^3].Chunk(7))
        {
            await client.SendAsync(piece);
        }

        // The end of the head and three frames at once, the last of them cut.
        byte[] third = RawClient.Frame(0x81, "third"u8);
        await client.SendAsync([.. head[^3..], .. RawClient.Frame(0x81, "first"u8), .. RawClient.Frame(0x81, "second"u8), .. third[..4]]);
        await client.ReadHeadAsync();
        Assert.Equal("text first", await client.ReadFrameAsync());
        Assert.Equal("text second", await client.ReadFrameAsync());
        await client.SendAsync(third[4..]);
        Assert.Equal("text third", await client.ReadFrameAsync());
    }

    [Fact]
    public async Task Fragments_pings_binary_and_closes_are_what_they_are()
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        using RawClient client = await RawClient.OpenAsync(server.Ports[0]);
        await client.SendAsync([.. RawClient.Frame(0x01, "in "u8), .. RawClient.Frame(0x89, "?"u8), .. RawClient.Frame(0x80, "two"u8)]);
        Assert.Equal("pong 1", await client.ReadFrameAsync());
        Assert.Equal("text 接收数据: in two", await client.ReadFrameAsync());
        await client.SendAsync(RawClient.Frame(0x82, [0, 255, 0]));
        Assert.Equal("binary 3", await client.ReadFrameAsync());
        await client.SendAsync(RawClient.Frame(0x88, [0x03, 0xE8]));
        Assert.Equal("close 1000", await client.ReadFrameAsync());
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_breach_of_the_protocol_is_told_and_bad_bytes_get_an_error()
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        using RawClient client = await RawClient.OpenAsync(server.Ports[2]);
        await client.SendAsync(RawClient.Frame(0x81, [0xFF, 0xFE]));
        Assert.Equal("close 1007", await client.ReadFrameAsync());
        using RawClient stranger = await RawClient.ConnectAsync(server.Ports[2]);
        await stranger.SendAsync("this is no HTTP\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await stranger.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_clients_talk_at_once_and_one_that_vanishes_disturbs_nobody()
    {
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        RawClient[] clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RawClient.OpenAsync(server.Ports[0])));
        await Task.WhenAll(clients.Select(static (client, i) => client.SayAsync($"I am {i}")));
        clients[0].Reset();
        clients[1].Dispose();
        await server.Process.WaitForLinesAsync(" left", 2);
        for (int i = 2; i < clients.Length; i++)
        {
            Assert.Equal($"text 接收数据: I am {i}", await clients[i].ReadFrameAsync());
            await clients[i].SayAsync("still there");
            Assert.Equal("text 接收数据: still there", await clients[i].ReadFrameAsync());
            clients[i].Dispose();
        }
    }

    [Fact]
    public async Task Pythons_client_is_answered()
    {
        Parts.RequirePython("websocket", "python3-websocket");
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        await using ChildProcess peer = Sample.StartPython("raw_socket_peer.py", [.. server.Ports.Select(static port => $"{port}")]);
        Assert.True(await peer.WaitForExitAsync() == 0, peer.Output);
    }
}
