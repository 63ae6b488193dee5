using System.Buffers;
using System.Text;

namespace Parley.Protocol.Tests.Handshake;

/// <summary>RFC 6455 section 4.2: what a server takes, refuses and answers.</summary>
public sealed class ServerHandshakeTests
{
    public static TheoryData<string, string> Good => new()
    {
        { "plain", Requests.Valid },
        { "field names in small letters", Requests.Valid.ToLowerInvariant().Replace("get /chat http", "GET /chat HTTP", StringComparison.Ordinal).Replace(Requests.Key.ToLowerInvariant(), Requests.Key, StringComparison.Ordinal) },
        { "field names in capitals", Requests.Changed("Upgrade", "UPGRADE: WebSocket") },
        { "no blank after the colon", Requests.Valid.Replace(": ", ":", StringComparison.Ordinal) },
        { "blanks around the value", Requests.Changed("Upgrade", "Upgrade: \t websocket \t") },
        { "Connection has more tokens", Requests.Changed("Connection", "Connection: keep-alive, Upgrade") },
        { "Connection in two fields", Requests.Changed("Connection", "Connection: keep-alive\r\nConnection: upgrade") },
        { "extensions we don't take", Requests.With("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame") },
        { "an origin", Requests.With("Origin: https://example.com") },
        { "the origin null", Requests.With("Origin: null") },
        { "cookies and others", Requests.With("Cookie: a=b; c=d", "User-Agent: test", "Accept-Encoding: gzip, deflate", "Pragma: no-cache", "X-Empty:") },
        { "a query", Requests.Changed("GET", "GET /chat?token=a%20b&c HTTP/1.1") },
        { "an IPv6 host", Requests.Changed("Host", "Host: [::1]:8000") },
        { "an empty body announced", Requests.With("Content-Length: 0") },
        { "a value in UTF-8", Requests.With("X-Name: " + Encoding.Latin1.GetString("大厅"u8)) },
    };

    public static TheoryData<string, int, string> Bad => new()
    {
        { "another method", 405, Requests.Changed("GET", "POST /chat HTTP/1.1") },
        { "HTTP/1.0", 400, Requests.Changed("GET", "GET /chat HTTP/1.0") },
        { "HTTP/2.0", 400, Requests.Changed("GET", "GET /chat HTTP/2.0") },
        { "no version", 400, Requests.Changed("GET", "GET /chat") },
        { "no method", 400, Requests.Changed("GET", " /chat HTTP/1.1") },
        { "a method that is no token", 400, Requests.Changed("GET", "G@T /chat HTTP/1.1") },
        { "no target", 400, Requests.Changed("GET", "GET  HTTP/1.1") },
        { "an absolute target", 400, Requests.Changed("GET", "GET http://example.com/ HTTP/1.1") },
        { "a blank in the target", 400, Requests.Changed("GET", "GET /a b HTTP/1.1") },
        { "a fragment in the target", 400, Requests.Changed("GET", "GET /a#b HTTP/1.1") },
        { "no upgrade", 426, Requests.Changed("Upgrade", null) },
        { "another upgrade", 426, Requests.Changed("Upgrade", "Upgrade: h2c") },
        { "no connection", 400, Requests.Changed("Connection", null) },
        { "another connection", 400, Requests.Changed("Connection", "Connection: keep-alive") },
        { "no host", 400, Requests.Changed("Host", null) },
        { "two hosts", 400, Requests.With("Host: other.example.com") },
        { "an empty host", 400, Requests.Changed("Host", "Host:") },
        { "a host with a path", 400, Requests.Changed("Host", "Host: example.com/x") },
        { "no key", 400, Requests.Changed("Sec-WebSocket-Key", null) },
        { "a short key", 400, Requests.Changed("Sec-WebSocket-Key", "Sec-WebSocket-Key: AAAA") },
        { "a key that is not base64", 400, Requests.Changed("Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ!=") },
        { "two keys", 400, Requests.With("Sec-WebSocket-Key: " + Requests.Key) },
        { "no version field", 426, Requests.Changed("Sec-WebSocket-Version", null) },
        { "version 8", 426, Requests.Changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8") },
        { "two versions", 426, Requests.With("Sec-WebSocket-Version: 13") },
        { "two origins", 400, Requests.With("Origin: http://a", "Origin: http://b") },
        { "a body", 400, Requests.With("Content-Length: 5") },
        { "a chunked body", 400, Requests.With("Transfer-Encoding: chunked") },
        { "a subprotocol twice", 400, Requests.With("Sec-WebSocket-Protocol: a, b, a") },
        { "a subprotocol that is no token", 400, Requests.With("Sec-WebSocket-Protocol: a b") },
        { "an extension that is no token", 400, Requests.With("Sec-WebSocket-Extensions: permessage deflate") },
        { "a blank before the colon", 400, Requests.With("X-A : b") },
        { "a folded field", 400, Requests.With("X-A: b", " c") },
        { "a line without a colon", 400, Requests.With("hello") },
        { "a field without a name", 400, Requests.With(": x") },
        { "a control character in a value", 400, Requests.With("X-A: a\u0001b") },
        { "U+0085 in a value", 400, Requests.With("X-A: a\u00C2\u0085b") },
        { "a value that is not UTF-8", 400, Requests.With("X-A: \u00FF") },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Handshakes_as_clients_send_them_are_taken(string name, string request)
    {
        Assert.True(Requests.Check(request, out ClientOffer? offer) is null, name);
        Assert.Equal(Requests.Key, offer!.Key);
    }

    [Theory]
    [InlineData("a\u000Bb")]
    [InlineData("a\u001Cb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u0085b")]
    public void A_value_that_another_program_read_is_checked_as_well(string value)
    {
        var request = RequestHead.Create("GET", "/", [
            new("Host", "example.com"), new("Upgrade", "websocket"), new("Connection", "Upgrade"),
            new("Sec-WebSocket-Key", Requests.Key), new("Sec-WebSocket-Version", "13"), new("X-A", value),
        ]);
        Assert.False(ServerHandshake.TryRead(request, out _, out HandshakeError? error));
        Assert.Equal(400, error.StatusCode);
        Assert.Contains("control characters", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Others_get_a_status_and_a_sentence(string name, int status, string request)
    {
        HandshakeError? error = Requests.Check(request, out ClientOffer? offer);
        Assert.Null(offer);
        Assert.True(error is not null, name);
        Assert.Equal(status, error.StatusCode);
        Assert.EndsWith(".", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_426_names_the_version_and_a_405_the_method()
    {
        HandshakeError upgrade = Requests.Check(Requests.Changed("Upgrade", null), out _)!;
        Assert.Contains(new("Sec-WebSocket-Version", "13"), upgrade.Fields);
        Assert.Contains(new("Upgrade", "websocket"), upgrade.Fields);
        HandshakeError method = Requests.Check(Requests.Changed("GET", "PUT / HTTP/1.1"), out _)!;
        Assert.Contains(new("Allow", "GET"), method.Fields);
    }

    [Fact]
    public void The_answer_is_that_of_section_1_3()
    {
        Assert.Null(Requests.Check(Requests.With("Sec-WebSocket-Protocol: chat, superchat"), out ClientOffer? offer));
        var output = new ArrayBufferWriter<byte>();
        ServerHandshake.WriteAccept(output, offer!, "chat");
        string expected = Requests.Lines(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "Sec-WebSocket-Protocol: chat");
        Assert.Equal(expected, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Compression_that_was_agreed_on_is_answered()
    {
        Assert.Null(Requests.Check(Requests.With("Sec-WebSocket-Extensions: permessage-deflate"), out ClientOffer? offer));
        var output = new ArrayBufferWriter<byte>();
        ServerHandshake.WriteAccept(output, offer!, null, DeflateNegotiation.Accept(offer!.Extensions, new DeflateOptions()));
        Assert.Contains(
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n",
            Encoding.ASCII.GetString(output.WrittenSpan),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_subprotocol_that_was_not_offered_is_not_answered()
    {
        Assert.Null(Requests.Check(Requests.Valid, out ClientOffer? offer));
        Assert.Throws<ArgumentException>(() => ServerHandshake.WriteAccept(new ArrayBufferWriter<byte>(), offer!, "chat"));
    }

    [Fact]
    public void The_offer_holds_what_was_asked_for()
    {
        string request = Requests.With(
            "Origin: null",
            "Sec-WebSocket-Protocol: v2.json",
            "Sec-WebSocket-Protocol: v1.json, , V1.json",
            "Sec-WebSocket-Extensions: a; x=1; y",
            "Sec-WebSocket-Extensions: b; z=\"q\\u\"");
        Assert.Null(Requests.Check(request, out ClientOffer? offer));
        Assert.Equal("null", offer!.Origin);
        Assert.Equal("server.example.com", offer.Host);
        Assert.Equal(["v2.json", "v1.json", "V1.json"], offer.Subprotocols);
        Assert.Equal(["a", "b"], offer.Extensions.Select(static extension => extension.Name));
        Assert.Equal([new("x", "1"), new("y", null)], offer.Extensions[0].Parameters);
        Assert.Equal([new("z", "qu")], offer.Extensions[1].Parameters);
        Assert.Equal("v1.json", SubprotocolList.Select(offer.Subprotocols, ["V1.json", "v1.json"]));
        Assert.Null(SubprotocolList.Select(offer.Subprotocols, ["v3.json"]));
    }
}
