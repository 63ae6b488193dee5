using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>Certificates in files: replaced while the server runs, and what is said about files that can't be used.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly LogCollector _log = new();
    private readonly TestClock _clock = new();
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Changed_files_are_for_new_connections_and_open_ones_stay()
    {
        _folder.Write("CN=old");
        await using WebSocketServer server = Start();
        int port = server.EndPoint.Port;
        using ClientWebSocket open = await TlsClient.OpenAsync(port);
        Assert.Equal("CN=old", await TlsClient.SubjectAsync(port));

        _folder.Write("CN=new", minutes: 1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("CN=new", await TlsClient.SubjectAsync(port));
        Assert.Equal("still here", await TlsClient.AskAsync(open, "still here"));
        Assert.Contains(_log.Lines, static line => line.Contains("have changed; new connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_files_leave_the_old_certificate_and_are_logged_once()
    {
        using X509Certificate2 renewed = _folder.Certificates.MakeServer("CN=new");
        _folder.Write("CN=old");
        await using WebSocketServer server = Start();
        _folder.Certificates.WriteChain(renewed, _folder.CertificateFile);
        CertificateFolder.Touch(_folder.CertificateFile, 1);
        for (int i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal("CN=old", await TlsClient.SubjectAsync(server.EndPoint.Port));
        }

        Assert.Single(_log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("the old certificate stays", StringComparison.Ordinal));

        // The key follows: now they belong together.
        TestCertificates.WriteKey(renewed, _folder.KeyFile);
        CertificateFolder.Touch(_folder.KeyFile, 2);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("CN=new", await TlsClient.SubjectAsync(server.EndPoint.Port));
    }

    [Fact]
    public async Task A_link_turned_above_the_files_is_seen()
    {
        string current = _folder.PathOf("current");
        foreach (string name in new[] { "1", "2" })
        {
            Directory.CreateDirectory(_folder.PathOf(name));
            using X509Certificate2 certificate = _folder.Certificates.MakeServer("CN=" + name);
            _folder.Certificates.Write(
                certificate, _folder.PathOf(name, "cert.pem"), _folder.PathOf(name, "key.pem"));
            CertificateFolder.Touch(_folder.PathOf(name, "cert.pem"), int.Parse(name));
        }

        Directory.CreateSymbolicLink(current, "1");
        File.CreateSymbolicLink(_folder.CertificateFile, Path.Combine("current", "cert.pem"));
        File.CreateSymbolicLink(_folder.KeyFile, Path.Combine("current", "key.pem"));
        await using WebSocketServer server = Start();
        Assert.Equal("CN=1", await TlsClient.SubjectAsync(server.EndPoint.Port));

        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, "2");
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("CN=2", await TlsClient.SubjectAsync(server.EndPoint.Port));
    }

    [Fact]
    public void Each_thing_wrong_with_the_files_has_its_sentence()
    {
        using X509Certificate2 other = _folder.Certificates.MakeServer("CN=other");
        AssertRefused("There is no file " + _folder.CertificateFile);
        _folder.Write("CN=server");
        File.Delete(_folder.KeyFile);
        AssertRefused("There is no file " + _folder.KeyFile);

        TestCertificates.WriteKey(other, _folder.KeyFile);
        AssertRefused("does not belong to the first certificate");

        TestCertificates.WriteEncryptedKey(other, _folder.KeyFile);
        AssertRefused("encrypted with a password");

        File.WriteAllText(_folder.KeyFile, "a key");
        AssertRefused(_folder.KeyFile + " holds no private key");

        File.WriteAllText(_folder.CertificateFile, "a certificate");
        AssertRefused(_folder.CertificateFile + " holds no certificate");

        File.WriteAllText(_folder.CertificateFile, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        AssertRefused("damaged");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_warned_about()
    {
        using X509Certificate2 certificate = _folder.Certificates.MakeServer("CN=server", DateTimeOffset.UtcNow.AddDays(-1));
        _folder.Certificates.Write(certificate, _folder.CertificateFile, _folder.KeyFile);
        await using var server = new WebSocketServer(Options(), new RecordingHandler());
        server.Start();
        Assert.Contains(_log.Lines, static line => line.StartsWith("Warning: The certificate of CN=server expired at ", StringComparison.Ordinal));
    }

    private void AssertRefused(string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<IOException>(() => TlsOptions.FromPemFiles(_folder.CertificateFile, _folder.KeyFile)).Message,
        StringComparison.Ordinal);

    private WebSocketServerOptions Options(TimeProvider? time = null) => new()
    {
        Tls = TlsOptions.FromPemFiles(_folder.CertificateFile, _folder.KeyFile),
        LoggerFactory = _log,
        Time = time ?? TimeProvider.System,
    };

    private WebSocketServer Start()
    {
        var server = new WebSocketServer(
            Options(_clock), new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        server.Start();
        return server;
    }
}
