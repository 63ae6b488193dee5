using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley.TestSupport;

/// <summary>Makes certificates: a root, one below it, and servers' below that.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset _start = DateTimeOffset.UtcNow.AddYears(-2);
    private static readonly DateTimeOffset _end = DateTimeOffset.UtcNow.AddYears(2);

    public TestCertificates()
    {
        Root = MakeAuthority("CN=Test root", issuer: null);
        Intermediate = MakeAuthority("CN=Test intermediate", Root);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>Makes a certificate for 127.0.0.1 and localhost, with its private key.</summary>
    public X509Certificate2 MakeServer(string name, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, key, Intermediate, end);
    }

    /// <summary>Writes the certificate with its chain, and the key.</summary>
    public void Write(X509Certificate2 server, string certificateFile, string keyFile)
    {
        WriteChain(server, certificateFile);
        WriteKey(server, keyFile);
    }

    public void WriteChain(X509Certificate2 server, string file) =>
        File.WriteAllText(file, $"{server.ExportCertificatePem()}\n{Intermediate.ExportCertificatePem()}\n");

    public static void WriteKey(X509Certificate2 server, string file)
    {
        using ECDsa key = server.GetECDsaPrivateKey()!;
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public static void WriteEncryptedKey(X509Certificate2 server, string file)
    {
        using ECDsa key = server.GetECDsaPrivateKey()!;
        var how = new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, iterationCount: 1);
        File.WriteAllText(file, key.ExportEncryptedPkcs8PrivateKeyPem("secret", how) + "\n");
    }

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
    }

    private static X509Certificate2 MakeAuthority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return issuer is null ? request.CreateSelfSigned(_start, _end) : Sign(request, key, issuer, end: null);
    }

    private static X509Certificate2 Sign(
        CertificateRequest request, ECDsa key, X509Certificate2 issuer, DateTimeOffset? end)
    {
        using X509Certificate2 certificate =
            request.Create(issuer, _start, end ?? _end.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
