using System.Net;
using System.Net.Sockets;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>Every way not to reach a server says what happened and what to do.</summary>
public sealed class RefusedHandshakeTests
{
    [Theory]
    [InlineData("200 OK", "answers plain HTTP and opens no WebSocket: check the path")]
    [InlineData("400 Bad Request", "a proxy in between may have removed the Upgrade field")]
    [InlineData("401 Unauthorized", "send Authorization in Fields, or write the address as ws://NAME:PASSWORD@HOST")]
    [InlineData("403 Forbidden", "check what it is allowed to do, and whether the server wants another Origin")]
    [InlineData("404 Not Found", "There is nothing at this path")]
    [InlineData("429 Too Many Requests", "as long as Retry-After says")]
    [InlineData("500 Internal Server Error", "its log has the reason")]
    [InlineData("502 Bad Gateway", "A gateway could not reach the server behind it")]
    [InlineData("503 Service Unavailable", "overloaded or being restarted")]
    [InlineData("300 Multiple Choices", "was not followed")]
    public async Task An_answer_is_told_with_its_fields_its_body_and_what_to_do(string status, string advice)
    {
        await using var server = new ScriptedServer($"HTTP/1.1 {status}\r\nX-Why: because\r\nContent-Length: 4\r\n\r\nbody and more");
        WebSocketHandshakeException exception = await RefusedAsync(server.Address);
        Assert.Equal(int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture), exception.StatusCode);
        Assert.Equal(HandshakeFailure.Refused, exception.Failure);
        Assert.Equal("because", exception.Fields!["X-Why"]);
        Assert.Equal("body", exception.Body);
        Assert.StartsWith($"{server.Address} answered {status}, not 101. ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\nno length", "no length")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nwhy \r\n3;x=y\r\nnot\r\n0\r\n\r\n", "why not")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nwh", "wh")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\nwh", "")]
    [InlineData("Content-Length: 0\r\n\r\n", "")]
    [InlineData("Content-Length: 10\r\n\r\nshort", "short")]
    public async Task A_body_is_read_as_HTTP_sends_it(string rest, string body)
    {
        await using var server = new ScriptedServer($"HTTP/1.1 503 Busy\r\n{rest}");
        Assert.Equal(body, (await RefusedAsync(server.Address)).Body);
    }

    [Fact]
    public async Task Of_a_long_body_the_first_4_KiB_are_kept()
    {
        await using var server = new ScriptedServer($"HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n{new string('a', 100_000)}");
        Assert.Equal(new string('a', 4096), (await RefusedAsync(server.Address)).Body);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_waited_for_two_seconds()
    {
        var clock = new TestClock();
        using var loops = new LoopGroup([new PoolLoop(clock)]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<WebSocketConnection> connecting = WebSocketClient.ConnectAsync(
            new Uri($"ws://{listener.LocalEndpoint}/"),
            new WebSocketClientOptions { Loops = loops, ConnectTimeout = TimeSpan.FromDays(30) });
        using Socket socket = await Within.Time(listener.AcceptSocketAsync());
        await using var stream = new NetworkStream(socket);
        await Within.Time(ScriptedServer.ReadHeadAsync(stream));
        await stream.WriteAsync("HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nbeg"u8.ToArray());
        WebSocketHandshakeException exception =
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => clock.AdvanceUntilAsync(connecting));
        Assert.Equal((403, "beg"), (exception.StatusCode, exception.Body));
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n", "Sec-WebSocket-Accept does not answer")]
    [InlineData(ScriptedServer.Accepts + "Sec-WebSocket-Protocol: other\r\n\r\n", "chose the subprotocol other, which was not offered")]
    [InlineData(ScriptedServer.Accepts + "Sec-WebSocket-Extensions: other\r\n\r\n", "other")]
    public async Task A_101_that_breaks_the_rules_opens_nothing(string answer, string reason)
    {
        await using var server = new ScriptedServer(answer);
        WebSocketHandshakeException exception = await RefusedAsync(server.Address);
        Assert.Equal((101, HandshakeFailure.InvalidAnswer), (exception.StatusCode, exception.Failure));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_before_the_answer_is_no_answer()
    {
        await using var server = new ScriptedServer($"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n{ScriptedServer.Accepts}\r\n");
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(server.Address));
    }

    [Theory]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002F", "speaks TLS at this port: use wss://")]
    [InlineData("220 mail.example ESMTP\nand more\r\n\r\n", "not HTTP/1.1")]
    public async Task Another_protocol_is_told_from_HTTP(string answer, string reason)
    {
        await using var server = new ScriptedServer(answer);
        WebSocketHandshakeException exception = await RefusedAsync(server.Address);
        Assert.Null(exception.StatusCode);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_said_to_be()
    {
        // RFC 6761 section 6.4: nothing is ever found under this name.
        WebSocketHandshakeException exception = await RefusedAsync(new Uri("ws://parley.invalid/"), new() { Proxy = null });
        Assert.Equal(HandshakeFailure.NameNotFound, exception.Failure);
        Assert.Contains("The name parley.invalid was not found", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Check its spelling", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_of_the_address_are_in_no_message()
    {
        await using var server = new ScriptedServer("HTTP/1.1 404 Not Found\r\n\r\n");
        WebSocketHandshakeException exception = await RefusedAsync(new Uri($"ws://me:secret@127.0.0.1:{server.Port}/path?token=secret"));
        Assert.StartsWith($"ws://127.0.0.1:{server.Port}/path answered 404", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_can_not_be_sent_is_the_callers_error()
    {
        await using var server = new ScriptedServer("");
        await Assert.ThrowsAsync<ArgumentException>(() => Within.Time(WebSocketClient.ConnectAsync(
            server.Address, new WebSocketClientOptions { Fields = [new("X-Note", "two\r\nlines")] })));
    }

    [Fact]
    public async Task A_server_that_dies_without_a_Close_frame_is_seen_as_1006()
    {
        await using var server = new ScriptedServer(ScriptedServer.Accepts + "\r\n");
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(server.Address));
        Assert.Null(await Within.Time(client.ReceiveAsync()));
        Assert.Equal(CloseCode.AbnormalClosure, client.CloseCode);
        WebSocketClosedException exception = await Assert.ThrowsAsync<WebSocketClosedException>(async () => await client.SendAsync("late"));
        Assert.Equal("The WebSocket is closed: 1006 (the connection ended without a Close frame).", exception.Message);
    }

    [Fact]
    public async Task A_server_that_restarts_says_1012()
    {
        await using var server = new ScriptedServer(ScriptedServer.Accepts + "\r\n\u0088\u0006\u0003\u00f4back");
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(server.Address));
        Assert.Null(await Within.Time(client.ReceiveAsync()));
        WebSocketClosedException exception = await Assert.ThrowsAsync<WebSocketClosedException>(async () => await client.SendAsync("late"));
        Assert.Equal("The WebSocket is closed: 1012 (back).", exception.Message);
    }

    private static Task<WebSocketHandshakeException> RefusedAsync(Uri uri, WebSocketClientOptions? options = null) =>
        Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(WebSocketClient.ConnectAsync(uri, options)));
}
