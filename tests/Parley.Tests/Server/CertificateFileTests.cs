using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>Certificates in files: replaced while the server runs, and what is said about files that can't be used.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly LogCollector _log = new();
    private readonly TestClock _clock = new();
    private readonly TestCertificates _certificates = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");

    private string CertificateFile => Path.Combine(_folder.FullName, "cert.pem");

    private string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Changed_files_are_for_new_connections_and_open_ones_stay()
    {
        Write("CN=old");
        await using WebSocketServer server = Start();
        int port = server.EndPoint.Port;
        using ClientWebSocket open = await TlsClient.OpenAsync(port);
        Assert.Equal("CN=old", await TlsClient.SubjectAsync(port));

        Write("CN=new", written: 1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("CN=new", await TlsClient.SubjectAsync(port));
        Assert.Equal("still here", await TlsClient.AskAsync(open, "still here"));
        Assert.Contains(_log.Lines, static line => line.Contains("have changed; new connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_files_leave_the_old_certificate_and_are_logged_once()
    {
        using X509Certificate2 renewed = _certificates.MakeServer("CN=new");
        Write("CN=old");
        await using WebSocketServer server = Start();
        _certificates.WriteChain(renewed, CertificateFile);
        Touch(CertificateFile, 1);
        for (int i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal("CN=old", await TlsClient.SubjectAsync(server.EndPoint.Port));
        }

        Assert.Single(_log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("the old certificate stays", StringComparison.Ordinal));

        // The key follows: now they belong together.
        TestCertificates.WriteKey(renewed, KeyFile);
        Touch(KeyFile, 2);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("CN=new", await TlsClient.SubjectAsync(server.EndPoint.Port));
    }

    [Fact]
    public async Task A_link_turned_above_the_files_is_seen()
    {
        string current = Path.Combine(_folder.FullName, "current");
        foreach (string name in new[] { "1", "2" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
            using X509Certificate2 certificate = _certificates.MakeServer("CN=" + name);
            _certificates.Write(
                certificate, Path.Combine(_folder.FullName, name, "cert.pem"), Path.Combine(_folder.FullName, name, "key.pem"));
            Touch(Path.Combine(_folder.FullName, name, "cert.pem"), int.Parse(name));
        }

        Directory.CreateSymbolicLink(current, "1");
        File.CreateSymbolicLink(CertificateFile, Path.Combine("current", "cert.pem"));
        File.CreateSymbolicLink(KeyFile, Path.Combine("current", "key.pem"));
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
        using X509Certificate2 other = _certificates.MakeServer("CN=other");
        AssertRefused("There is no file " + CertificateFile);
        Write("CN=server");
        File.Delete(KeyFile);
        AssertRefused("There is no file " + KeyFile);

        TestCertificates.WriteKey(other, KeyFile);
        AssertRefused("does not belong to the first certificate");

        TestCertificates.WriteEncryptedKey(other, KeyFile);
        AssertRefused("encrypted with a password");

        File.WriteAllText(KeyFile, "a key");
        AssertRefused(KeyFile + " holds no private key");

        File.WriteAllText(CertificateFile, "a certificate");
        AssertRefused(CertificateFile + " holds no certificate");

        File.WriteAllText(CertificateFile, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        AssertRefused("damaged");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_warned_about()
    {
        using X509Certificate2 certificate = _certificates.MakeServer("CN=server", DateTimeOffset.UtcNow.AddDays(-1));
        _certificates.Write(certificate, CertificateFile, KeyFile);
        await using var server = new WebSocketServer(Options(), new RecordingHandler());
        server.Start();
        Assert.Contains(_log.Lines, static line => line.StartsWith("Warning: The certificate of CN=server expired at ", StringComparison.Ordinal));
    }

    // Test files are written within a clock's tick of each other; certificates are not.
    private static void Touch(string file, int minutes) =>
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddMinutes(minutes));

    private void Write(string name, int written = 0)
    {
        using X509Certificate2 certificate = _certificates.MakeServer(name);
        _certificates.Write(certificate, CertificateFile, KeyFile);
        Touch(CertificateFile, written);
        Touch(KeyFile, written);
    }

    private void AssertRefused(string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<IOException>(() => TlsOptions.FromPemFiles(CertificateFile, KeyFile)).Message,
        StringComparison.Ordinal);

    private WebSocketServerOptions Options(TimeProvider? time = null) => new()
    {
        Tls = TlsOptions.FromPemFiles(CertificateFile, KeyFile),
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
