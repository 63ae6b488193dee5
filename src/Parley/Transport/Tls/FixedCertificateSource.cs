using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Parley;

/// <summary>A certificate that stays the same.</summary>
internal sealed class FixedCertificateSource(X509Certificate2 certificate, X509Certificate2Collection? chain)
    : CertificateSource
{
    // Offline: what is missing in the chain is not fetched from the network.
    public override SslStreamCertificateContext Current { get; } =
        SslStreamCertificateContext.Create(certificate, chain, offline: true);
}
