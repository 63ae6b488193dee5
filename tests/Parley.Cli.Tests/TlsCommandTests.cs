using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>The servers over TLS, on each hosting.</summary>
public sealed class TlsCommandTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task A_self_signed_server_announces_wss_and_says_its_fingerprint(string hosting)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--tls-self-signed", "--hosting", hosting);
        Assert.Equal("wss", server.Address.Scheme);
        (string answer, X509Certificate2 certificate) = await AskAsync(server.Address);
        Assert.Equal("大厅", answer);
        string fingerprint = certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        Assert.Contains(fingerprint, server.Output.Replace(":", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task A_server_with_a_certificate_in_files_takes_up_a_new_one(string hosting)
    {
        _folder.Write("CN=old");
        await using ServerProcess server = await ServerProcess.StartAsync(
            "echo", "--tls", _folder.CertificateFile, _folder.KeyFile, "--hosting", hosting);
        Assert.Equal("CN=old", (await AskAsync(server.Address)).Certificate.Subject);
        _folder.Write("CN=new", minutes: 1);
        await Within.Time(Task.Run(async () =>
        {
            while ((await AskAsync(server.Address)).Certificate.Subject != "CN=new")
            {
                await Task.Yield();
            }
        }));
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Pythons_clients_talk_over_TLS_with_a_chain_to_a_root_they_know(string hosting)
    {
        Parts.RequirePython("websockets", "python3-websockets");
        _folder.Write("CN=server");
        string root = _folder.PathOf("root.pem");
        await File.WriteAllTextAsync(root, _folder.Certificates.Root.ExportCertificatePem());
        await using ServerProcess server = await ServerProcess.StartAsync(
            "echo", "--tls", _folder.CertificateFile, _folder.KeyFile, "--hosting", hosting);
        string file = Path.Combine(Repository.Root, "tests", "Parley.Cli.Tests", "python", "wss_peer.py");
        await using ChildProcess peer = ChildProcess.Start(Parts.Python, [file, $"{server.Address.Port}", root, hosting]);
        await peer.WaitForAsync("done");
        Assert.Equal(0, await peer.WaitForExitAsync());
    }

    [Fact]
    public async Task The_load_generator_trusts_the_roots_it_is_given_and_nobody_else_unless_told()
    {
        _folder.Write("CN=server");
        string root = _folder.PathOf("root.pem");
        await File.WriteAllTextAsync(root, _folder.Certificates.Root.ExportCertificatePem());
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--tls", _folder.CertificateFile, _folder.KeyFile);
        string[] echo = ["bench", "echo", $"{server.Address}", "--connections", "1", "--warmup", "0", "--seconds", "0.1"];
        (int status, string output) = await RunAsync(echo);
        Assert.Equal(1, status);
        Assert.Contains("CN=Test root, which is not trusted", output, StringComparison.Ordinal);
        foreach (string[] trust in new[] { new[] { "--cacert", root }, ["--insecure"] })
        {
            Assert.Equal(0, (await RunAsync([.. echo, .. trust])).Status);
            Assert.Equal(0, (await RunAsync(["bench", "idle", $"{server.Address}", "--connections", "2", "--from", "1", "--hold", "0.1", .. trust])).Status);
            Assert.Equal(0, (await RunAsync(["bench", "handshake", $"{server.Address}", "--seconds", "0.2", "--warmup", "0", .. trust])).Status);
        }
    }

    [Theory]
    [InlineData("conformance server", "--cases 1.1.*,5.19,7.3.1,9.1.1,12.1.1 --messages 3")]
    [InlineData("attack", "--cases frame-*,deflate-*,header-*")]
    [InlineData("bench mixed", "--connections 5 --minutes 0.02 --every 0.5")]
    public async Task What_sends_any_bytes_speaks_tls_and_trusts_whom_it_is_told_to(string command, string arguments)
    {
        _folder.Write("CN=server");
        string root = _folder.PathOf("root.pem");
        await File.WriteAllTextAsync(root, _folder.Certificates.Root.ExportCertificatePem());
        await using ServerProcess server = await ServerProcess.StartAsync(
            "echo", "--deflate", "--max-message", "16777216", "--tls", _folder.CertificateFile, _folder.KeyFile);
        string[] words = [.. command.Split(' '), $"{server.Address}", .. arguments.Split(' ')];
        (int status, string output) = await RunAsync(words);
        Assert.Equal(1, status);
        Assert.Contains("certificate", output, StringComparison.Ordinal);
        (status, output) = await RunAsync([.. words, "--cacert", root]);
        Assert.True(status == 0, output);
    }

    [Fact]
    public async Task A_certificate_that_can_not_be_used_is_refused_with_a_sentence()
    {
        await using ChildProcess process = ChildProcess.StartOwn("Parley.Cli", ["room", "--tls", _folder.CertificateFile, _folder.KeyFile]);
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("There is no file " + _folder.CertificateFile, process.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output)> RunAsync(string[] arguments)
    {
        await using ChildProcess process = ChildProcess.StartOwn("Parley.Cli", arguments);
        int status = await process.WaitForExitAsync();
        return (status, process.Output);
    }

    private static async Task<(string Answer, X509Certificate2 Certificate)> AskAsync(Uri address)
    {
        X509Certificate2? certificate = null;
        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = (_, seen, _, _) =>
        {
            certificate = new X509Certificate2(seen!);
            return true;
        };
        await Within.Time(client.ConnectAsync(address, CancellationToken.None));
        await Within.Time(client.SendAsync(
            Encoding.UTF8.GetBytes("大厅"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
        byte[] buffer = new byte[100];
        WebSocketReceiveResult result = await Within.Time(client.ReceiveAsync(buffer, CancellationToken.None));
        await Within.Time(client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None));
        return (Encoding.UTF8.GetString(buffer, 0, result.Count), certificate!);
    }
}
