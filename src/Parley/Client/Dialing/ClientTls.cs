using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Parley;

/// <summary>The client's side of TLS.</summary>
internal static class ClientTls
{
    /// <summary>Does the handshake. The stream is disposed if it comes to nothing.</summary>
    /// <exception cref="WebSocketHandshakeException">No TLS, or not with this server; the message says why.</exception>
    public static async Task<SslStream> SecureAsync(
        Stream stream, Uri server, ClientTlsOptions options, CancellationToken cancellationToken)
    {
        string host = options.ServerName ?? server.IdnHost;
        var check = new ServerCertificateCheck(host, options);
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(For(host, options, check), cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (Exception exception)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            if (exception is AuthenticationException or IOException)
            {
                throw Failed(server, check, exception);
            }

            throw;
        }
    }

    private static SslClientAuthenticationOptions For(string host, ClientTlsOptions options, ServerCertificateCheck check) => new()
    {
        TargetHost = host,

        // RFC 8996: TLS 1.0 and 1.1 must not be used.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        ClientCertificates = options.ClientCertificates.Count == 0 ? null : options.ClientCertificates,
        RemoteCertificateValidationCallback = check.IsGood,
        CertificateRevocationCheckMode = options.Revocation,
        CertificateChainPolicy = PolicyOf(options),
    };

    private static X509ChainPolicy? PolicyOf(ClientTlsOptions options)
    {
        if (options.TrustedRoots is not { } roots)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = options.Revocation,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static WebSocketHandshakeException Failed(Uri server, ServerCertificateCheck check, Exception exception)
    {
        if (check.Reason is not null)
        {
            return new WebSocketHandshakeException(
                $"The certificate of {server.IdnHost}:{server.Port} was refused. {check.Reason}", innerException: exception)
            {
                Failure = HandshakeFailure.Certificate,
            };
        }

        string reason = (exception.InnerException ?? exception).Message.TrimEnd('.');
        return new WebSocketHandshakeException(
            $"{server.IdnHost}:{server.Port} did not agree on TLS 1.2 or 1.3: {reason}. "
            + "If it speaks no TLS at this port, use ws:// instead of wss://; it may also want a client certificate.",
            innerException: exception)
        {
            Failure = exception is AuthenticationException ? HandshakeFailure.Tls : HandshakeFailure.ConnectionLost,
        };
    }
}
