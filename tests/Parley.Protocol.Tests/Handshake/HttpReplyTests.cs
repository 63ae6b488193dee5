using System.Buffers;
using System.Text;

namespace Parley.Protocol.Tests.Handshake;

public sealed class HttpReplyTests
{
    [Fact]
    public void A_refusal_says_why_and_closes()
    {
        var error = new HandshakeError(426, "Speak WebSocket.") { Fields = [new("Sec-WebSocket-Version", "13")] };
        Assert.Equal(
            "HTTP/1.1 426 Upgrade Required\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 17\r\n"
            + "Connection: close\r\nSec-WebSocket-Version: 13\r\n\r\nSpeak WebSocket.\n",
            Write(HttpReply.From(error), "GET"));
    }

    [Fact]
    public void A_bodys_length_is_counted_in_bytes_and_a_head_gets_none()
    {
        var reply = new HttpReply(200, "大厅") { ContentType = "text/html" };
        Assert.Contains("Content-Type: text/html\r\nContent-Length: 6\r\n", Write(reply, "GET"), StringComparison.Ordinal);
        Assert.EndsWith("Content-Length: 6\r\nConnection: close\r\n\r\n", Write(reply, "HEAD"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_of_bytes_goes_as_it_is_and_takes_the_place_of_the_text()
    {
        var reply = new HttpReply(200, "text") { Content = new byte[] { (byte)'a', (byte)'b' }, ContentType = "x/y" };
        Assert.EndsWith("Content-Length: 2\r\nConnection: close\r\n\r\nab", Write(reply, "GET"), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_pages_and_json_say_what_they_are()
    {
        Assert.Equal(new HttpReply(200, "a"), HttpReply.Text("a"));
        Assert.Equal((200, "text/html; charset=utf-8"), (HttpReply.Html("a").StatusCode, HttpReply.Html("a").ContentType));
        Assert.Equal((200, "application/json"), (HttpReply.Json("1").StatusCode, HttpReply.Json("1").ContentType));
    }

    [Theory]
    [InlineData(101, "Switching Protocols")]
    [InlineData(200, "OK")]
    [InlineData(400, "Bad Request")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "Not Found")]
    [InlineData(405, "Method Not Allowed")]
    [InlineData(408, "Request Timeout")]
    [InlineData(426, "Upgrade Required")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(431, "Request Header Fields Too Large")]
    [InlineData(500, "Internal Server Error")]
    [InlineData(503, "Service Unavailable")]
    [InlineData(599, "Status")]
    public void A_status_has_its_phrase(int status, string phrase) =>
        Assert.StartsWith($"HTTP/1.1 {status} {phrase}\r\n", Write(new HttpReply(status, ""), "GET"), StringComparison.Ordinal);

    private static string Write(HttpReply reply, string method)
    {
        var output = new ArrayBufferWriter<byte>();
        reply.Write(output, method);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
