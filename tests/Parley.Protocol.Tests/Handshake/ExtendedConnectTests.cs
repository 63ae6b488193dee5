using System.Buffers;

namespace Parley.Protocol.Tests.Handshake;

/// <summary>RFC 8441 sections 4 and 5: what a server takes and refuses over HTTP/2.</summary>
public sealed class ExtendedConnectTests
{
    private const string Host = "Host: server.example.com";
    private const string Version = "Sec-WebSocket-Version: 13";

    public static TheoryData<string, int, string, string?, string[]> Bad => new()
    {
        { "a GET", 405, "GET", null, [Host, Version] },
        { "a CONNECT without :protocol", 400, "CONNECT", null, [Host, Version] },
        { "another protocol", 501, "CONNECT", "connect-udp", [Host, Version] },
        { "an empty protocol", 501, "CONNECT", "", [Host, Version] },
        { "no version", 400, "CONNECT", "websocket", [Host] },
        { "version 8", 400, "CONNECT", "websocket", [Host, "Sec-WebSocket-Version: 8"] },
        { "Connection", 400, "CONNECT", "websocket", [Host, Version, "Connection: Upgrade"] },
        { "Upgrade", 400, "CONNECT", "websocket", [Host, Version, "Upgrade: websocket"] },
        { "no host", 400, "CONNECT", "websocket", [Version] },
        { "two hosts", 400, "CONNECT", "websocket", [Host, Host, Version] },
        { "two origins", 400, "CONNECT", "websocket", [Host, Version, "Origin: http://a", "Origin: http://b"] },
        { "a control character in a value", 400, "CONNECT", "websocket", [Host, Version, "X-A: a\u0001b"] },
        { "a subprotocol twice", 400, "CONNECT", "websocket", [Host, Version, "Sec-WebSocket-Protocol: a, a"] },
        { "an extension that is no token", 400, "CONNECT", "websocket", [Host, Version, "Sec-WebSocket-Extensions: a b"] },
    };

    [Theory]
    [InlineData("websocket", 2)]
    [InlineData("WebSocket", 2)]
    [InlineData("websocket", 3)]
    public void A_connect_for_websocket_is_taken(string protocol, int version)
    {
        RequestHead request = Request(
            "CONNECT",
            protocol,
            [Host, Version, "Origin: http://a", "Sec-WebSocket-Protocol: chat, other", "Sec-WebSocket-Extensions: x; y=1"],
            version);
        Assert.True(ServerHandshake.TryRead(request, out ClientOffer? offer, out HandshakeError? error), error?.Reason);
        Assert.Equal("server.example.com", offer.Host);
        Assert.Equal("http://a", offer.Origin);
        Assert.Equal(["chat", "other"], offer.Subprotocols);
        Assert.Equal("x", Assert.Single(offer.Extensions).Name);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Others_get_a_status_and_a_sentence(string name, int status, string method, string? protocol, string[] fields)
    {
        Assert.False(ServerHandshake.TryRead(Request(method, protocol, fields), out ClientOffer? offer, out HandshakeError? error), name);
        Assert.Null(offer);
        Assert.Equal(status, error.StatusCode);
        Assert.EndsWith(".", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_version_is_told_the_right_one_and_another_method_connect()
    {
        ServerHandshake.TryRead(Request("CONNECT", "websocket", [Host]), out _, out HandshakeError? version);
        Assert.Equal([new("Sec-WebSocket-Version", "13")], version!.Fields);
        ServerHandshake.TryRead(Request("GET", null, [Host]), out _, out HandshakeError? method);
        Assert.Equal([new("Allow", "CONNECT")], method!.Fields);
    }

    [Fact]
    public void A_key_means_nothing_and_there_is_no_101()
    {
        RequestHead request = Request("CONNECT", "websocket", [Host, Version, "Sec-WebSocket-Key: x"]);
        Assert.True(ServerHandshake.TryRead(request, out ClientOffer? offer, out _));
        Assert.Null(offer.Key);
        Assert.Throws<ArgumentException>(() => ServerHandshake.WriteAccept(new ArrayBufferWriter<byte>(), offer, null));
    }

    private static RequestHead Request(string method, string? protocol, string[] fields, int version = 2) => RequestHead.Create(
        method,
        "/chat?x=1",
        fields.Select(static field => field.Split(": ")).Select(static parts => KeyValuePair.Create(parts[0], parts[1])),
        new Version(version, 0),
        protocol);
}
