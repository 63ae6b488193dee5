using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Cli;

/// <summary>TLS for connections that send any bytes, which the engine does not make.</summary>
internal static class RawTls
{
    /// <summary>Does the handshake.</summary>
    /// <exception cref="IOException">It comes to nothing; the message says why.</exception>
    public static async Task<SslStream> SecureAsync(
        Stream stream, Uri server, ClientTlsOptions options, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(For(server, options), cancellationToken);
            return secured;
        }
        catch (Exception exception)
        {
            await secured.DisposeAsync();
            if (exception is AuthenticationException)
            {
                throw new IOException(
                    $"{server.Host}:{server.Port} did not agree on TLS: {exception.Message} --cacert names the roots to trust, "
                    + "--insecure takes any certificate.",
                    exception);
            }

            throw;
        }
    }

    private static SslClientAuthenticationOptions For(Uri server, ClientTlsOptions options) => new()
    {
        TargetHost = server.IdnHost,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateChainPolicy = PolicyOf(options.TrustedRoots),
        RemoteCertificateValidationCallback =
            (_, _, _, errors) => errors == SslPolicyErrors.None || options.Check == CertificateCheck.Nothing,
    };

    private static X509ChainPolicy? PolicyOf(X509Certificate2Collection? roots)
    {
        if (roots is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
