using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>What holds for every transport holds for TLS over a socket.</summary>
public sealed class TlsTransportTests : TransportSpecification
{
    private static readonly X509Certificate2 _certificate = MakeCertificate();

    [Fact]
    public async Task A_peer_that_sends_no_TLS_closes_it_with_the_fault()
    {
        (Socket near, Socket far) = await SocketPair.ConnectAsync();
        (SslStream client, SslStream server) = await SecureAsync(near, far);
        var probe = new TransportProbe();
        var transport = new StreamTransport(server, Loop) { Handler = probe };
        Loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Start(), transport));
        await Within.Time(near.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray()));
        Assert.NotNull(await probe.Closed);
        await client.DisposeAsync();
    }

    protected override async Task<(Transport First, Transport Second)> CreatePairAsync()
    {
        (Socket near, Socket far) = await SocketPair.ConnectAsync();
        (SslStream client, SslStream server) = await SecureAsync(near, far);
        return (new StreamTransport(client, Loop), new StreamTransport(server, Loop));
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var certificates = new TestCertificates();
        return certificates.MakeServer("CN=transport");
    }

    private static async Task<(SslStream Client, SslStream Server)> SecureAsync(Socket near, Socket far)
    {
        var client = new SslStream(
            new NetworkStream(near, ownsSocket: true), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
        var server = new SslStream(new NetworkStream(far, ownsSocket: true));
        await Within.Time(Task.WhenAll(
            client.AuthenticateAsClientAsync("localhost", null, SslProtocols.None, checkCertificateRevocation: false),
            server.AuthenticateAsServerAsync(_certificate)));
        return (client, server);
    }
}
