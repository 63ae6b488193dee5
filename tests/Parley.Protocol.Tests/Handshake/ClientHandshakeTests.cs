using System.Buffers;
using System.Text;

namespace Parley.Protocol.Tests.Handshake;

/// <summary>RFC 6455 section 4.1: what a client asks, and which answers it takes.</summary>
public sealed class ClientHandshakeTests
{
    private const string Good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    [Theory]
    [InlineData("ws://example.com/chat?a=b%20c", "GET /chat?a=b%20c HTTP/1.1", "Host: example.com")]
    [InlineData("ws://example.com:8000", "GET / HTTP/1.1", "Host: example.com:8000")]
    [InlineData("ws://[::1]:8000/x", "GET /x HTTP/1.1", "Host: [::1]:8000")]
    [InlineData("ws://127.0.0.1/room/大厅/", "GET /room/%E5%A4%A7%E5%8E%85/ HTTP/1.1", "Host: 127.0.0.1")]
    [InlineData("wss://example.com:443/", "GET / HTTP/1.1", "Host: example.com")]
    public void The_request_asks_for_the_uris_path(string uri, string requestLine, string host)
    {
        string request = Write(new Uri(uri), []);
        Assert.StartsWith(requestLine + "\r\n" + host + "\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", request, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_takes_the_request()
    {
        string request = Write(new Uri("ws://example.com/"), [new("Origin", "http://example.com"), new("Authorization", "Bearer x")], "a", "b");
        Assert.Null(Requests.Check(request, out ClientOffer? offer));
        Assert.Equal(["a", "b"], offer!.Subprotocols);
        Assert.Equal("http://example.com", offer.Origin);
    }

    [Fact]
    public void Compression_is_offered_if_it_is_wanted()
    {
        var output = new ArrayBufferWriter<byte>();
        ClientHandshake.WriteRequest(output, new Uri("ws://example.com/"), Requests.Key, [], [], new DeflateOptions());
        Assert.Contains(
            "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits\r\n",
            Encoding.ASCII.GetString(output.WrittenSpan),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_field_that_would_start_another_line_is_refused(string value)
    {
        Assert.ThrowsAny<ArgumentException>(() => Write(new Uri("ws://example.com/"), [new("X-A", value)]));
        Assert.ThrowsAny<ArgumentException>(() => Write(new Uri("ws://example.com/"), [new(value, "x")]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Protocol: b\r\n")]
    [InlineData("Sec-WebSocket-Extensions:\r\n")]
    [InlineData("Server: x\r\nDate: y\r\n")]
    public void A_right_answer_opens_the_connection(string more)
    {
        Assert.Null(Check(Good + more, out string? subprotocol));
        Assert.Equal(more.Contains("Protocol", StringComparison.Ordinal) ? "b" : null, subprotocol);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\n", "The server answered 404 Not Found, not 101.")]
    [InlineData("HTTP/1.1 200\r\n", "The server answered 200, not 101.")]
    [InlineData("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "Upgrade: websocket")]
    [InlineData("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "Connection: Upgrade")]
    [InlineData("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", "Sec-WebSocket-Accept")]
    [InlineData("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n", "Sec-WebSocket-Accept")]
    [InlineData(Good + "Sec-WebSocket-Extensions: permessage-deflate\r\n", "extension that was not offered: permessage-deflate")]
    [InlineData(Good + "Sec-WebSocket-Protocol: c\r\n", "subprotocol c")]
    [InlineData(Good + "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: b\r\n", "subprotocol a, b")]
    [InlineData("HTTP/1.1 101 x\r\nno field\r\n", "a name of token characters")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "not HTTP/1.1")]
    [InlineData("HTTP/1.1 1x1 y\r\n", "three-digit")]
    [InlineData("HTTP/1.1 1011 y\r\n", "not HTTP/1.1")]
    public void Any_other_answer_is_refused_with_the_reason(string answer, string reason)
    {
        HandshakeError? error = Check(answer, out _);
        Assert.Contains(reason, error?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_fresh_and_valid()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(static _ => AcceptKey.NewKey())];
        Assert.All(keys, static key => Assert.True(AcceptKey.IsValidKey(key)));
        Assert.Equal(100, keys.Distinct().Count());
        Assert.Throws<ArgumentException>(static () => AcceptKey.Compute("short"));
    }

    private static string Write(Uri uri, KeyValuePair<string, string>[] fields, params string[] subprotocols)
    {
        var output = new ArrayBufferWriter<byte>();
        ClientHandshake.WriteRequest(output, uri, Requests.Key, subprotocols, fields);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static HandshakeError? Check(string answer, out string? subprotocol)
    {
        subprotocol = null;
        if (ResponseHead.TryParse(Encoding.ASCII.GetBytes(answer + "\r\n"), out ResponseHead? response, out HandshakeError? error)
            && ClientHandshake.TryAccept(response, Requests.Key, ["a", "b"], null, out ClientAgreement? agreement, out error))
        {
            subprotocol = agreement.Subprotocol;
        }

        return error;
    }
}
