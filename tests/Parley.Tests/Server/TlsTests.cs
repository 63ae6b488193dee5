using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>TLS between the server and the runtime's own clients.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly LogCollector _log = new();
    private readonly TestClock _clock = new();
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Messages_come_back_over_TLS_and_the_server_says_goodbye()
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned());
        using ClientWebSocket client = await TlsClient.OpenAsync(server.EndPoint.Port);
        Assert.Equal("大厅", await TlsClient.AskAsync(client, "大厅"));
        Assert.Equal(1, server.ConnectionCount);

        Task<WebSocketReceiveResult> end = client.ReceiveAsync(new byte[10], CancellationToken.None);
        Task stop = server.StopAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await Within.Time(end)).CloseStatus);
        await Within.Time(client.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "", CancellationToken.None));
        await Within.Time(stop);
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_self_signed_certificate_is_for_this_machine_and_its_fingerprint_is_logged()
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned(), TimeProvider.System);
        X509Certificate2? seen = null;
        string? fingerprint = null;
        await using SslStream stream = await TlsClient.ConnectAsync(
            server.EndPoint.Port,
            look: (certificate, _) =>
            {
                seen = new X509Certificate2(certificate);
                fingerprint = string.Join(':', certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256).Select(static b => $"{b:X2}"));
            });
        var names = seen!.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["localhost"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1"], names.EnumerateIPAddresses().Select(static address => address.ToString()));
        Assert.Contains(_log.Lines, line => line.Contains(fingerprint!, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal));
        seen.Dispose();
    }

    [Fact]
    public async Task The_chain_is_sent_with_the_certificate()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=chained");
        await using WebSocketServer server = Start(TlsOptions.FromCertificate(certificate, [_certificates.Intermediate]));
        string[] sent = [];
        await using SslStream stream = await TlsClient.ConnectAsync(
            server.EndPoint.Port,
            look: (_, chain) => sent = [.. chain.ChainPolicy.ExtraStore.Select(static one => one.Subject)]);
        Assert.Contains("CN=Test intermediate", sent);
    }

    [Fact]
    public async Task TLS_older_than_1_2_is_refused()
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned());
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, TlsOptions.SelfSigned().ForHandshake().EnabledSslProtocols);
        await using SslStream older = await TlsClient.ConnectAsync(server.EndPoint.Port, SslProtocols.Tls12);
        Assert.Equal(SslProtocols.Tls12, older.SslProtocol);
        await using SslStream newer = await TlsClient.ConnectAsync(server.EndPoint.Port);
        Assert.Equal(SslProtocols.Tls13, newer.SslProtocol);
#pragma warning disable SYSLIB0039, CA5397 // Asked for, to see it refused.
        await Assert.ThrowsAnyAsync<Exception>(() => TlsClient.ConnectAsync(server.EndPoint.Port, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task Http_1_1_is_agreed_on_and_a_client_that_offers_others_only_is_refused()
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned());
        await using SslStream stream =
            await TlsClient.ConnectAsync(server.EndPoint.Port, offer: SslApplicationProtocol.Http11);
        Assert.Equal(SslApplicationProtocol.Http11, stream.NegotiatedApplicationProtocol);
        await Assert.ThrowsAnyAsync<AuthenticationException>(
            () => TlsClient.ConnectAsync(server.EndPoint.Port, offer: SslApplicationProtocol.Http2));
    }

    [Theory]
    [InlineData("plain HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("garbage", "\u0016\u0003\u0001\u0000\u0005aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("nothing", "")]
    public async Task What_is_no_TLS_is_closed_with_one_quiet_line(string name, string sent)
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned());
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync(sent);
        if (sent.Length == 0)
        {
            client.Reset();
        }
        else
        {
            await client.ReadToEndAsync();
        }

        await Within.Until(() => _log.Lines.Any(IsFailure));
        Assert.True(_log.Lines.Count(IsFailure) == 1, name);
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));

        using ClientWebSocket other = await TlsClient.OpenAsync(server.EndPoint.Port);
        Assert.Equal("still here", await TlsClient.AskAsync(other, "still here"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task A_handshake_that_stalls_is_dropped_at_its_deadline(string sent)
    {
        await using WebSocketServer server = Start(TlsOptions.SelfSigned());
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync(sent);
        await _clock.AdvanceUntilAsync(client.ReadToEndAsync());
        await Within.Until(() => _log.Lines.Any(IsFailure));
        Assert.Contains("too long", _log.Lines.Single(IsFailure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_clients_take_nobodys_turn_and_what_is_one_too_many_is_dropped()
    {
        await using WebSocketServer server = Start(
            TlsOptions.SelfSigned() with { MaxConcurrentHandshakes = 1, MaxWaitingHandshakes = 2 });
        using RawClient first = await RawClient.ConnectAsync(server.EndPoint.Port);
        using RawClient second = await RawClient.ConnectAsync(server.EndPoint.Port);
        using (ClientWebSocket client = await TlsClient.OpenAsync(server.EndPoint.Port))
        {
            Assert.Equal("a", await TlsClient.AskAsync(client, "a"));
        }

        using RawClient third = await RawClient.ConnectAsync(server.EndPoint.Port);
        using RawClient fourth = await RawClient.ConnectAsync(server.EndPoint.Port);
        Assert.Equal("", await fourth.ReadToEndAsync());
        Assert.Contains("Warning: 1 connections dropped, since too many TLS handshakes wait", _log.Lines);

        third.Reset();
        await Within.Until(() => _log.Lines.Any(IsFailure));
        using ClientWebSocket last = await TlsClient.OpenAsync(server.EndPoint.Port);
        Assert.Equal("b", await TlsClient.AskAsync(last, "b"));
    }

    [Fact]
    public async Task Stopping_breaks_off_handshakes()
    {
        WebSocketServer server = Start(TlsOptions.SelfSigned());
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync("\u0016");
        await Within.Time(server.StopAsync());
        await client.ReadToEndAsync();
    }

    [Fact]
    public void Options_refuse_what_makes_no_sense()
    {
        TlsOptions options = TlsOptions.SelfSigned();
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { HandshakeTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxConcurrentHandshakes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxWaitingHandshakes = -1 });
        Assert.Throws<ArgumentException>(() => TlsOptions.FromCertificate(X509CertificateLoader.LoadCertificate(_certificates.Root.RawData)));
    }

    private static bool IsFailure(string line) =>
        line.StartsWith("Debug: TLS handshake with 127.0.0.1:", StringComparison.Ordinal);

    private WebSocketServer Start(TlsOptions tls, TimeProvider? time = null)
    {
        var server = new WebSocketServer(
            new WebSocketServerOptions { Tls = tls, LoggerFactory = _log, Time = time ?? _clock },
            new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        server.Start();
        return server;
    }
}
