using System.Net;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>HTTP and SOCKS proxies, and what they say no with.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    [InlineData("socks5h")]
    public async Task Messages_go_through_and_the_proxy_finds_the_server(string scheme)
    {
        await using WebSocketServer server = Echo();
        await using TestProxy proxy = scheme == "http" ? TestProxy.Http(server.EndPoint.Port) : TestProxy.Socks(server.EndPoint.Port);
        await using WebSocketConnection client = await ConnectAsync("ws://far.invalid/path", $"{scheme}://127.0.0.1:{proxy.Port}");
        await client.SendAsync("through");
        Assert.Equal("through", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        Assert.Contains("far.invalid:80", Assert.Single(proxy.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_goes_through_a_tunnel_to_the_server()
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.MakeServer("CN=server");
        await using WebSocketServer server = Echo(TlsOptions.FromCertificate(certificate, [certificates.Intermediate]));
        await using TestProxy proxy = TestProxy.Http(server.EndPoint.Port);
        await using WebSocketConnection client = await ConnectAsync(
            $"wss://localhost:{server.EndPoint.Port}/",
            $"http://127.0.0.1:{proxy.Port}",
            new WebSocketClientOptions { Tls = new() { TrustedRoots = [certificates.Root] } });
        await client.SendAsync("secret");
        Assert.Equal("secret", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        Assert.StartsWith($"CONNECT localhost:{server.EndPoint.Port} HTTP/1.1", Assert.Single(proxy.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_and_password_are_sent_to_an_HTTP_proxy_alone()
    {
        await using var server = new ScriptedServer(ScriptedServer.Accepts + "\r\n");
        await using TestProxy proxy = TestProxy.Http(server.Port);
        await using WebSocketConnection first = await ConnectAsync("ws://far.invalid/", $"http://me:a%20b@127.0.0.1:{proxy.Port}");
        var webProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}") { Credentials = new NetworkCredential("me", "a b") };
        await using WebSocketConnection second = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri("ws://far.invalid/"), new WebSocketClientOptions { Proxy = webProxy }));
        Assert.All(proxy.Asked, static asked => Assert.Equal("Basic bWU6YSBi", ScriptedServer.Field(asked, "Proxy-Authorization")));
        Assert.All(server.Heads, static head => Assert.Null(ScriptedServer.Field(head, "Proxy-Authorization")));
    }

    [Theory]
    [InlineData("[::1]:8080")]
    [InlineData("10.1.2.3:8080")]
    [InlineData("far.invalid:8080")]
    public async Task A_SOCKS_proxy_gets_name_password_and_every_kind_of_address(string authority)
    {
        await using WebSocketServer server = Echo();
        await using TestProxy proxy = TestProxy.Socks(server.EndPoint.Port, "me:pass");
        await using WebSocketConnection client = await ConnectAsync($"ws://{authority}/", $"socks5://me:pass@127.0.0.1:{proxy.Port}");
        Assert.Equal(authority, Assert.Single(proxy.Asked));
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 407, "It wants a name and a password: write it as http://NAME:PASSWORD@HOST:PORT")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", 403, "does not let this client reach that server")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", 502, "can't reach that server")]
    [InlineData("HTTP/1.1 405 Not Allowed\r\n\r\n", 405, "has to allow CONNECT")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nmore", 200, "more than its answer")]
    [InlineData("SSH-2.0-x\r\n\r\n", null, "Is it an HTTP proxy?")]
    [InlineData("\0\0", null, "Is it an HTTP proxy?")]
    [InlineData("", null, "ended the connection before it had answered")]
    public async Task An_HTTP_proxy_that_says_no_is_told(string answer, int? status, string reason)
    {
        await using TestProxy proxy = TestProxy.Http(1, answer);
        WebSocketHandshakeException exception = await RefusedAsync($"http://127.0.0.1:{proxy.Port}");
        Assert.Equal(status, exception.StatusCode);
        Assert.StartsWith($"The proxy http://127.0.0.1:{proxy.Port} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "its rules do not allow it")]
    [InlineData(4, "that host can't be reached or found")]
    [InlineData(5, "nobody takes connections there")]
    [InlineData(99, "code 99")]
    public async Task A_SOCKS_proxy_that_says_no_is_told(byte code, string reason)
    {
        await using TestProxy proxy = TestProxy.Socks(1, code: code);
        string message = (await RefusedAsync($"socks5://127.0.0.1:{proxy.Port}")).Message;
        Assert.Contains($"did not connect to far.invalid:80: {reason}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SOCKS_proxys_wish_for_a_password_is_told()
    {
        await using TestProxy proxy = TestProxy.Socks(1, "me:pass");
        Assert.Contains("write it as socks5://NAME:PASSWORD", (await RefusedAsync($"socks5://127.0.0.1:{proxy.Port}")).Message, StringComparison.Ordinal);
        Assert.Contains("does not take this name and password", (await RefusedAsync($"socks5://me:no@127.0.0.1:{proxy.Port}")).Message, StringComparison.Ordinal);
        await using TestProxy http = TestProxy.Http(1, "HTTP/1.1 407 No\r\n\r\n");
        Assert.Contains("does not take this name and password", (await RefusedAsync($"http://me:no@127.0.0.1:{http.Port}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_of_another_kind_or_none_at_all_is_told()
    {
        Assert.Contains("no kind of proxy that is known", (await RefusedAsync("ftp://127.0.0.1:1")).Message, StringComparison.Ordinal);
        WebSocketHandshakeException none = await RefusedAsync("http://127.0.0.1:1");
        Assert.Equal(HandshakeFailure.Unreachable, none.Failure);
        Assert.StartsWith("Can't connect to 127.0.0.1:1: ", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Unix_socket_goes_past_every_proxy()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley");
        string path = Path.Combine(folder.FullName, "s");
        await using (var server = new WebSocketServer(new WebSocketServerOptions { UnixSocketPath = path }, new RecordingHandler()))
        {
            server.Start();
            foreach (Engine engine in OperatingSystem.IsLinux() ? new[] { Engine.Sockets, Engine.Epoll } : [Engine.Sockets])
            {
                using LoopGroup loops = LoopGroup.Create(engine);
                await using WebSocketConnection client = await ConnectAsync(
                    "ws://anything.invalid/", "http://127.0.0.1:1", new() { UnixSocketPath = path, Loops = loops });
            }
        }

        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => Within.Time(
            WebSocketClient.ConnectAsync(new Uri("ws://anything.invalid/"), new WebSocketClientOptions { UnixSocketPath = path })));
        Assert.Contains($"Can't connect to {path}", exception.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static WebSocketServer Echo(TlsOptions? tls = null)
    {
        var server = new WebSocketServer(
            new WebSocketServerOptions { Tls = tls },
            new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        server.Start();
        return server;
    }

    private static Task<WebSocketConnection> ConnectAsync(string uri, string proxy, WebSocketClientOptions? options = null) => Within.Time(
        WebSocketClient.ConnectAsync(new Uri(uri), (options ?? new()) with { Proxy = new FixedProxy(new Uri(proxy)) }));

    private static async Task<WebSocketHandshakeException> RefusedAsync(string proxy) =>
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync("ws://far.invalid/", proxy));

    private sealed class FixedProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
