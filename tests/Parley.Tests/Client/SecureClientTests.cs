using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>wss, and what is wrong with certificates, in words.</summary>
public sealed class SecureClientTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public static TheoryData<Engine> Engines => OperatingSystem.IsLinux() ? [Engine.Sockets, Engine.Epoll] : [Engine.Sockets];

    private ClientTlsOptions Trusting => new() { TrustedRoots = [_certificates.Root] };

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Messages_go_both_ways_on_every_engine(Engine engine)
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server");
        await using WebSocketServer server = Echo(certificate);
        using LoopGroup loops = LoopGroup.Create(engine);
        await using WebSocketConnection client = await ConnectAsync(
            new Uri($"wss://localhost:{server.EndPoint.Port}/"), new() { Tls = Trusting, Loops = loops });
        string large = new('x', 300_000);
        await client.SendAsync("大厅");
        await client.SendAsync(large);
        Assert.Equal("大厅", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        Assert.Equal(large, (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        await Within.Time(client.CloseAsync());
        Assert.Equal(Parley.Protocol.CloseCode.NormalClosure, client.CloseCode);
    }

    [Fact]
    public async Task Another_name_is_told_with_those_that_the_certificate_has()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server");
        string message = await RefusedAsync(certificate, Trusting with { ServerName = "other.example" }, HandshakeFailure.Certificate);
        Assert.Contains("It is for localhost, 127.0.0.1, not for other.example.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_told_with_its_date()
    {
        DateTimeOffset end = DateTimeOffset.UtcNow.AddDays(-1);
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server", end);
        string message = await RefusedAsync(certificate, Trusting, HandshakeFailure.Certificate);
        Assert.Contains($"CN=server expired at {end:yyyy-MM-dd}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_root_is_told_by_its_name()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server");
        string message = await RefusedAsync(certificate, new(), HandshakeFailure.Certificate);
        Assert.Contains("CN=Test root, which is not trusted. If it should be, add that certificate to TrustedRoots.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_key_is_enough_if_asked_for_and_another_one_is_shown()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server");
        using X509Certificate2 other = _certificates.MakeServer("CN=server");
        string pin = ClientTlsOptions.PinOf(certificate);
        foreach (ClientTlsOptions tls in new[] { Trusting, new ClientTlsOptions { Check = CertificateCheck.KeyOnly } })
        {
            await ConnectAndLeaveAsync(certificate, tls with { PinnedKeys = [ClientTlsOptions.PinOf(other), pin] });
            string message = await RefusedAsync(certificate, tls with { PinnedKeys = [ClientTlsOptions.PinOf(other)] }, HandshakeFailure.Certificate);
            Assert.Contains($"Its key is {pin}, which is not among the PinnedKeys.", message, StringComparison.Ordinal);
        }

        Assert.Contains("PinnedKeys", await RefusedAsync(certificate, new() { Check = CertificateCheck.KeyOnly }, HandshakeFailure.Certificate), StringComparison.Ordinal);
        Assert.Contains("sha256//", Assert.Throws<ArgumentException>(static () => new ClientTlsOptions { PinnedKeys = ["sha256//AAAA"] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_checked_if_asked_for()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server", DateTimeOffset.UtcNow.AddDays(-1));
        await ConnectAndLeaveAsync(certificate, new() { Check = CertificateCheck.Nothing, ServerName = "other.example" });
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = AnswerAsync(listener);
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => ConnectAsync(new Uri($"wss://{listener.LocalEndpoint}/")));
        Assert.Equal(HandshakeFailure.Tls, exception.Failure);
        Assert.Contains("use ws:// instead of wss://", exception.Message, StringComparison.Ordinal);
        await Within.Time(answering);
    }

    [Fact]
    public async Task A_client_shows_its_certificate_to_a_server_that_asks()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server");
        using X509Certificate2 own = Usable(_certificates.MakeServer("CN=me"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<(string? Subject, SslProtocols Protocol)> serving = AskForCertificateAsync(listener, Usable(certificate));
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync(
            new Uri($"wss://{listener.LocalEndpoint}/"), new() { Tls = Trusting with { ClientCertificates = [own] } }));
        (string? subject, SslProtocols protocol) = await Within.Time(serving);
        Assert.Equal("CN=me", subject);
        Assert.True(protocol is SslProtocols.Tls12 or SslProtocols.Tls13, $"{protocol}");
    }

    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

    private static Task<WebSocketConnection> ConnectAsync(Uri uri, WebSocketClientOptions? options = null) =>
        Within.Time(WebSocketClient.ConnectAsync(uri, options));

    private WebSocketServer Echo(X509Certificate2 certificate)
    {
        var server = new WebSocketServer(
            new WebSocketServerOptions { Tls = TlsOptions.FromCertificate(certificate, [_certificates.Intermediate]) },
            static async (connection, token) =>
            {
                await foreach (Message message in connection.ReadAllAsync(token))
                {
                    await connection.SendAsync(message, token);
                }
            });
        server.Start();
        return server;
    }

    private async Task ConnectAndLeaveAsync(X509Certificate2 certificate, ClientTlsOptions tls)
    {
        await using WebSocketServer server = Echo(certificate);
        await using WebSocketConnection client = await ConnectAsync(new Uri($"wss://127.0.0.1:{server.EndPoint.Port}/"), new() { Tls = tls });
    }

    private async Task<string> RefusedAsync(X509Certificate2 certificate, ClientTlsOptions tls, HandshakeFailure failure)
    {
        await using WebSocketServer server = Echo(certificate);
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => ConnectAsync(new Uri($"wss://127.0.0.1:{server.EndPoint.Port}/"), new() { Tls = tls }));
        Assert.Equal(failure, exception.Failure);
        return exception.Message;
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // The client went without reading on.
        }
    }

    private static async Task<(string? Subject, SslProtocols Protocol)> AskForCertificateAsync(
        TcpListener listener, X509Certificate2 certificate)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        await ScriptedServer.ReadHeadAsync(stream);
        return (stream.RemoteCertificate?.Subject, stream.SslProtocol);
    }
}
