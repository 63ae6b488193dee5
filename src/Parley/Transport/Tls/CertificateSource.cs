using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>Where a server's certificate comes from. Any thread may ask.</summary>
internal abstract class CertificateSource
{
    /// <summary>The certificate as it was last read, and the chain that is sent with it.</summary>
    public abstract SslStreamCertificateContext Current { get; }

    /// <summary>The certificate for the next handshake.</summary>
    public virtual SslStreamCertificateContext Get(ILogger logger, TimeProvider time) => Current;

    public static void LogCertificate(X509Certificate2 certificate, ILogger logger, TimeProvider time)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        DateTime start = certificate.NotBefore.ToUniversalTime();
        DateTime end = certificate.NotAfter.ToUniversalTime();
        Log.Certificate(logger, certificate.Subject, end, Fingerprint(certificate));
        if (now > end)
        {
            Log.CertificateExpired(logger, certificate.Subject, end);
        }
        else if (now < start)
        {
            Log.CertificateNotYetValid(logger, certificate.Subject, start);
        }
    }

    // As browsers and openssl show it: AB:CD: and so on.
    private static string Fingerprint(X509Certificate2 certificate) => string.Join(
        ':',
        certificate.GetCertHash(HashAlgorithmName.SHA256).Select(static value => value.ToString("X2", CultureInfo.InvariantCulture)));
}
