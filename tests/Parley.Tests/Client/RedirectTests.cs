using System.Net;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>Redirects, and what does not go along with them.</summary>
public sealed class RedirectTests
{
    private static readonly WebSocketClientOptions _secrets = new()
    {
        Subprotocols = ["chat", "bearer.secret"],
        Fields = [new("Authorization", "Bearer secret"), new("cookie", "id=secret"), new("X-Note", "kept")],
    };

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_on_the_same_server_takes_everything_along(int status)
    {
        await using var server = new ScriptedServer(head => head.StartsWith("GET /old", StringComparison.Ordinal)
            ? Redirect("/new?x=1", status)
            : ScriptedServer.Accepts + "\r\n");
        await using WebSocketConnection client = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri($"ws://me:pass%20word@127.0.0.1:{server.Port}/old"), _secrets with { Fields = [] }));
        Assert.StartsWith("GET /new?x=1 ", server.Heads[1], StringComparison.Ordinal);
        Assert.All(server.Heads, static head => Assert.Equal("Basic bWU6cGFzcyB3b3Jk", ScriptedServer.Field(head, "Authorization")));
        Assert.Equal("chat, bearer.secret", ScriptedServer.Field(server.Heads[1], "Sec-WebSocket-Protocol"));
    }

    [Fact]
    public async Task Secrets_go_to_no_other_origin_and_do_not_come_back_from_there()
    {
        ScriptedServer? first = null;
        await using var second = new ScriptedServer(_ => Redirect($"ws://127.0.0.1:{first!.Port}/back"));
        await using var server = first = new ScriptedServer(head => head.StartsWith("GET /back", StringComparison.Ordinal)
            ? ScriptedServer.Accepts + "\r\n"
            : Redirect($"http://you:other@127.0.0.1:{second.Port}/"));
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(first.Address, _secrets));
        Assert.Contains("secret", first.Heads[0], StringComparison.Ordinal);
        foreach (string head in new[] { Assert.Single(second.Heads), first.Heads[1] })
        {
            Assert.DoesNotContain("secret", head, StringComparison.Ordinal);
            Assert.Equal("kept", ScriptedServer.Field(head, "X-Note"));
            Assert.Equal("chat", ScriptedServer.Field(head, "Sec-WebSocket-Protocol"));
            Assert.Null(ScriptedServer.Field(head, "Authorization"));
        }
    }

    [Fact]
    public async Task Ten_in_a_row_are_followed_and_no_more()
    {
        await using var server = new ScriptedServer(Redirect("/again"));
        WebSocketHandshakeException exception = await RefusedAsync(server.Address, new());
        Assert.Equal((HandshakeFailure.Redirect, 11), (exception.Failure, server.Heads.Count));
        Assert.Contains("the 11th redirect in a row, and 10 are allowed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_is_followed_if_none_is_to_be()
    {
        await using var server = new ScriptedServer(Redirect("/again"));
        WebSocketHandshakeException exception = await RefusedAsync(server.Address, new() { MaxRedirects = 0 });
        Assert.Equal((HandshakeFailure.Refused, 302, "/again"), (exception.Failure, exception.StatusCode, exception.Fields!["Location"]));
    }

    [Theory]
    [InlineData("ftp://example.com/", "no address of a WebSocket")]
    [InlineData("http://", "no address of a WebSocket")]
    public async Task An_address_that_is_none_is_not_followed(string location, string reason)
    {
        await using var server = new ScriptedServer(Redirect(location));
        WebSocketHandshakeException exception = await RefusedAsync(server.Address, new());
        Assert.Equal(HandshakeFailure.Redirect, exception.Failure);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws")]
    [InlineData("http")]
    public async Task What_was_asked_for_encrypted_does_not_go_on_in_the_open(string scheme)
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.MakeServer("CN=server");
        await using var plain = new ScriptedServer(ScriptedServer.Accepts + "\r\n");
        await using var server = new WebSocketServer(
            new WebSocketServerOptions { Tls = TlsOptions.FromCertificate(certificate, [certificates.Intermediate]) },
            new RedirectingHandler($"{scheme}://127.0.0.1:{plain.Port}/"));
        server.Start();
        WebSocketHandshakeException exception = await RefusedAsync(
            new Uri($"wss://localhost:{server.EndPoint.Port}/"), new() { Tls = new() { TrustedRoots = [certificates.Root] } });
        Assert.Equal(HandshakeFailure.Redirect, exception.Failure);
        Assert.Contains("not encrypted, though wss was asked for", exception.Message, StringComparison.Ordinal);
        Assert.Empty(plain.Heads);
    }

    [Fact]
    public async Task Cookies_are_sent_where_they_belong_and_kept()
    {
        var cookies = new CookieContainer();
        await using var server = new ScriptedServer(static head => head.StartsWith("GET /log", StringComparison.Ordinal)
            ? "HTTP/1.1 302 Found\r\nLocation: /in\r\nSet-Cookie: id=7; Path=/; HttpOnly; Expires=Wed, 21 Oct 2099 07:28:00 GMT\r\nSet-Cookie: other=8; Path=/other\r\n"
                + "Set-Cookie: =;=bad\r\nContent-Length: 0\r\n\r\n"
            : ScriptedServer.Accepts + "Set-Cookie: last=9\r\n\r\n");
        var options = new WebSocketClientOptions { Cookies = cookies, Fields = [new("Cookie", "own=1")] };
        await using WebSocketConnection client = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri(server.Address, "/log"), options));
        Assert.Equal("own=1", ScriptedServer.Field(server.Heads[0], "Cookie"));
        Assert.Equal("own=1; id=7", ScriptedServer.Field(server.Heads[1], "Cookie"));
        Assert.Contains("last=9", cookies.GetCookieHeader(new Uri($"http://127.0.0.1:{server.Port}/")), StringComparison.Ordinal);
        await using WebSocketConnection again = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri(server.Address, "/in"), new WebSocketClientOptions { Cookies = cookies }));
        Assert.Equal("id=7; last=9", ScriptedServer.Field(server.Heads[2], "Cookie"));
    }

    [Fact]
    public async Task An_Authorization_of_the_callers_goes_before_the_addresss()
    {
        await using var server = new ScriptedServer(ScriptedServer.Accepts + "\r\n");
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(
            new Uri($"ws://me@127.0.0.1:{server.Port}/"), new WebSocketClientOptions { Fields = [new("authorization", "Bearer x")] }));
        Assert.Equal("Bearer x", ScriptedServer.Field(server.Heads[0], "Authorization"));
        Assert.Equal($"127.0.0.1:{server.Port}", ScriptedServer.Field(server.Heads[0], "Host"));
    }

    private static string Redirect(string location, int status = 302) =>
        $"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n";

    private static Task<WebSocketHandshakeException> RefusedAsync(Uri uri, WebSocketClientOptions options) =>
        Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(WebSocketClient.ConnectAsync(uri, options)));

    private sealed class RedirectingHandler(string location) : IUpgradeHandler
    {
        public bool Serves(string path) => true;

        public void OnUpgrade(UpgradeRequest request) => _ = request.RejectAsync(
            new Protocol.HttpReply(307, "") { Fields = [new("Location", location)] }).AsTask();
    }
}
