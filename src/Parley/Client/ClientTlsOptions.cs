using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;

namespace Parley;

/// <summary>How a client speaks TLS, for <c>wss</c>: version 1.2 or newer, always. Immutable.</summary>
public sealed record ClientTlsOptions
{
    private const string PinPrefix = "sha256//";
    private const int HashSize = 32;

    /// <summary>The options with every default.</summary>
    public static ClientTlsOptions Default { get; } = new();

    /// <summary>What is asked of the server's certificate. Everything unless set.</summary>
    public CertificateCheck Check { get; init; }

    /// <summary>The roots that are trusted, instead of the system's; null, unless set, for those. Not disposed.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Certificates, with private keys, that the server may ask for. None unless set. Not disposed.</summary>
    public X509Certificate2Collection ClientCertificates { get; init; } = [];

    /// <summary>
    /// If any are given, the server's certificate must have one of these keys, whoever signed it: SHA-256 of the public
    /// key's SubjectPublicKeyInfo, as <c>sha256//</c> and base64. The error for another key shows what came.
    /// </summary>
    /// <exception cref="ArgumentException">One is not in that form.</exception>
    public IReadOnlyCollection<string> PinnedKeys
    {
        get;
        init => field = value.FirstOrDefault(static pin => !IsPin(pin)) is { } bad
            ? throw new ArgumentException($"'{bad}' is no pinned key. Write it as {PinPrefix} and 32 bytes in base64.", nameof(value))
            : value;
    } = [];

    /// <summary>The name asked for in TLS and looked for in the certificate; null, unless set, for the address's.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether revoked certificates are looked for. Not unless set: it asks the issuer over the network.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>Reads the roots to trust from a file in PEM form.</summary>
    /// <param name="file">The file, with any number of certificates.</param>
    /// <exception cref="IOException">The file can't be used; the message says why.</exception>
    public static X509Certificate2Collection ReadRoots(string file) => PemFiles.ReadCertificates(file);

    /// <summary>A key as <see cref="PinnedKeys"/> names it.</summary>
    /// <param name="certificate">The certificate that has the key.</param>
    public static string PinOf(X509Certificate2 certificate) => PinPrefix + Convert.ToBase64String(
        System.Security.Cryptography.SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static bool IsPin(string pin) => pin.StartsWith(PinPrefix, StringComparison.Ordinal)
        && Base64.IsValid(pin.AsSpan(PinPrefix.Length), out int size) && size == HashSize;
}
