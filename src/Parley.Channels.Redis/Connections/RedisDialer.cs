using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Channels.Redis;

/// <summary>Opens the stream to a server: TCP or a Unix socket, with TLS or without.</summary>
internal static class RedisDialer
{
    // Closed means reset: what Redis has not received yet, it never will. The system would go on sending it for minutes, so
    // that a server which was cut off stored a publication after its id had been forgotten: twice.
    private static readonly LingerOption _reset = new(enable: true, seconds: 0);

    public static async ValueTask<Stream> ConnectAsync(
        RedisEndpoint endpoint, RedisOptions options, CancellationToken cancellationToken)
    {
        Stream stream = new NetworkStream(
            await OpenSocketAsync(endpoint, cancellationToken).ConfigureAwait(false), ownsSocket: true);
        return options.Tls is { } tls
            ? await SecureAsync(stream, endpoint, tls, cancellationToken).ConfigureAwait(false)
            : stream;
    }

    private static async ValueTask<Socket> OpenSocketAsync(RedisEndpoint endpoint, CancellationToken cancellationToken)
    {
        Socket socket = endpoint.UnixSocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = _reset }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            ValueTask connecting = endpoint.UnixSocketPath is { } path
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken)
                : socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            await connecting.ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Who takes the TLS stream closes it, and with it the one below.")]
    private static async ValueTask<Stream> SecureAsync(
        Stream stream, RedisEndpoint endpoint, RedisTls tls, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(TlsFor(endpoint, tls), cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static SslClientAuthenticationOptions TlsFor(RedisEndpoint endpoint, RedisTls tls)
    {
        var client = new SslClientAuthenticationOptions { TargetHost = endpoint.Host };
        if (tls.ClientCertificate is not null)
        {
            client.ClientCertificates = [tls.ClientCertificate];
        }

        if (tls.TrustedRoots is not null)
        {
            client.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            client.CertificateChainPolicy.CustomTrustStore.AddRange(tls.TrustedRoots);
        }

        return client;
    }
}
