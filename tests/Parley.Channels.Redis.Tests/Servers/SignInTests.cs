using System.Security.Cryptography.X509Certificates;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Who we are to the server, and how we come to it.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task A_password_is_given_and_a_wrong_one_is_told()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--requirepass", "s3cret/");

        Assert.Equal("PONG", await PingAsync(RedisOptions.Parse($"redis://:s3cret%2F@127.0.0.1:{redis.Port}")));
        Assert.Contains("WRONGPASS", await FaultAsync(RedisOptions.Parse($"redis://:other@127.0.0.1:{redis.Port}")), StringComparison.Ordinal);
        Assert.Contains("Give a password", await FaultAsync(redis.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ACL_user_signs_in_with_no_more_rights_than_needed()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync(
            "--user", "app", "on", ">secret", "~parley:*", "&parley:*", "+get", "+set", "+ping", "+subscribe", "+publish");
        var options = RedisOptions.Parse($"redis://app:secret@127.0.0.1:{redis.Port}");
        var observer = new RecordingObserver();
        await using var client = new RedisClient(options, [new RedisScript("return 1")], observer);
        await Within.Time(client.StartAsync());

        Assert.Equal("OK", (await Within.Time(client.ExecuteAsync(RedisCommand.OnKey("SET", "parley:a", "1")))).Text);
        Assert.Equal("", (await observer.ConnectedAsync()).RunId);
        RedisServerException refused = await Assert.ThrowsAsync<RedisServerException>(
            () => Within.Time(client.ExecuteAsync(RedisCommand.OnKey("GET", "other"))));
        Assert.Equal("NOPERM", refused.Code);

        await Within.Time(client.SubscribeAsync("parley:a", new RecordingSubscriber()));
        refused = await Assert.ThrowsAsync<RedisServerException>(
            () => Within.Time(client.SubscribeAsync("other", new RecordingSubscriber())));
        Assert.Equal("NOPERM", refused.Code);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task A_user_without_a_password_is_not_taken_for_another(int protocol)
    {
        string[] older = protocol == 2 ? ["--rename-command", "HELLO", ""] : [];
        await using RedisProcess redis = await RedisProcess.StartAsync(
            [.. older, "--user", "guest", "on", "nopass", "~*", "+ping", "+acl|whoami"]);
        await using var client = new RedisClient(RedisOptions.Parse($"redis://guest@127.0.0.1:{redis.Port}"));
        await Within.Time(client.StartAsync());
        Assert.Equal("guest", (await Within.Time(client.ExecuteAsync(RedisCommand.Of("ACL", "WHOAMI")))).Text);
        Assert.Contains("WRONGPASS", await FaultAsync(RedisOptions.Parse($"redis://nobody@127.0.0.1:{redis.Port}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_is_gets_known()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        var observer = new RecordingObserver();
        await using var client = new RedisClient(redis.Options, observer: observer);
        await Within.Time(client.StartAsync());
        RedisServer server = await observer.ConnectedAsync();

        Assert.Matches("^[0-9a-f]{40}$", server.RunId);
        Assert.Equal(3, server.Protocol);
        Assert.True(server.Version.Major >= 6);
        Assert.False(server.IsCluster);
    }

    [Fact]
    public async Task A_server_without_HELLO_is_spoken_to_in_RESP2()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync(
            "--rename-command", "HELLO", "", "--requirepass", "secret");
        var observer = new RecordingObserver();
        await using var client = new RedisClient(
            RedisOptions.Parse($"redis://:secret@127.0.0.1:{redis.Port}"), observer: observer);
        await Within.Time(client.StartAsync());
        var subscriber = new RecordingSubscriber();
        await Within.Time(client.SubscribeAsync("channel", subscriber));
        await Within.Time(client.ExecuteAsync(RedisCommand.Publish("channel", "hello")));

        Assert.Equal(2, (await observer.ConnectedAsync()).Protocol);
        Assert.Equal("hello", await subscriber.NextAsync());
    }

    [Fact]
    public async Task A_database_is_selected()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using var first = new RedisClient(RedisOptions.Parse($"redis://127.0.0.1:{redis.Port}/1"));
        await using var other = new RedisClient(redis.Options);
        await Within.Time(first.ExecuteAsync(RedisCommand.OnKey("SET", "key", "1")));

        Assert.Equal("1", (await Within.Time(first.ExecuteAsync(RedisCommand.OnKey("GET", "key")))).Text);
        Assert.True((await Within.Time(other.ExecuteAsync(RedisCommand.OnKey("GET", "key")))).IsNull);
        Assert.Contains(
            "DB index is out of range",
            await FaultAsync(RedisOptions.Parse($"redis://127.0.0.1:{redis.Port}/99")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Unix_socket_leads_to_it()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();

        Assert.Equal("PONG", await PingAsync(RedisOptions.Parse($"unix://{redis.SocketPath}?db=2")));
        Assert.Contains("/nowhere.sock", await FaultAsync(RedisOptions.Parse("unix:///nowhere.sock")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_is_spoken_and_the_certificate_is_checked()
    {
        using var folder = new CertificateFolder();
        folder.Write("CN=redis");
        int port = RedisProcess.FreePort();
        await using RedisProcess redis = await StartWithTlsAsync(
            "--tls-port", $"{port}", "--tls-cert-file", folder.CertificateFile, "--tls-key-file", folder.KeyFile,
            "--tls-auth-clients", "no");
        var options = RedisOptions.Parse($"rediss://127.0.0.1:{port}");

        Assert.Equal("PONG", await PingAsync(options with { Tls = new RedisTls { TrustedRoots = [folder.Certificates.Root] } }));
        Assert.Contains("certificate", await FaultAsync(options), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TLS_shows_the_clients_certificate_if_it_has_one()
    {
        using var folder = new CertificateFolder();
        folder.Write("CN=redis");
        string roots = folder.PathOf("roots.pem");
        await File.WriteAllTextAsync(
            roots,
            folder.Certificates.Root.ExportCertificatePem() + "\n" + folder.Certificates.Intermediate.ExportCertificatePem() + "\n");
        int port = RedisProcess.FreePort();
        await using RedisProcess redis = await StartWithTlsAsync(
            "--tls-port", $"{port}", "--tls-cert-file", folder.CertificateFile, "--tls-key-file", folder.KeyFile,
            "--tls-ca-cert-file", roots);
        using X509Certificate2 client = folder.Certificates.MakeServer("CN=parley");
        var options = RedisOptions.Parse($"rediss://127.0.0.1:{port}");
        var tls = new RedisTls { TrustedRoots = [folder.Certificates.Root] };

        Assert.Equal("PONG", await PingAsync(options with { Tls = tls with { ClientCertificate = client } }));
        Assert.Contains("Can't connect", await FaultAsync(options with { Tls = tls }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_to_a_plain_server_and_plain_to_a_TLS_server_are_explained()
    {
        using var folder = new CertificateFolder();
        folder.Write("CN=redis");
        int port = RedisProcess.FreePort();
        await using RedisProcess redis = await StartWithTlsAsync(
            "--tls-port", $"{port}", "--tls-cert-file", folder.CertificateFile, "--tls-key-file", folder.KeyFile,
            "--tls-auth-clients", "no");

        Assert.Contains("Can't connect", await FaultAsync(RedisOptions.Parse($"rediss://127.0.0.1:{redis.Port}")), StringComparison.Ordinal);
        Assert.Contains("Can't connect", await FaultAsync(RedisOptions.Parse($"redis://127.0.0.1:{port}")), StringComparison.Ordinal);
    }

    private static async Task<RedisProcess> StartWithTlsAsync(params string[] arguments)
    {
        try
        {
            return await RedisProcess.StartAsync(arguments);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("tls-port", StringComparison.Ordinal))
        {
            Assert.Skip("This redis-server was built without TLS: apt-get install redis-server");
            throw;
        }
    }

    private static async Task<string> PingAsync(RedisOptions options)
    {
        await using var client = new RedisClient(options);
        await Within.Time(client.StartAsync());
        return (await Within.Time(client.ExecuteAsync(RedisCommand.Of("PING")))).Text;
    }

    private static async Task<string> FaultAsync(RedisOptions options)
    {
        await using var client = new RedisClient(options);
        RedisConnectionException exception =
            await Assert.ThrowsAsync<RedisConnectionException>(() => Within.Time(client.StartAsync()));
        Assert.Equal(CommandOutcome.NotSent, exception.Outcome);
        return exception.Message;
    }
}
