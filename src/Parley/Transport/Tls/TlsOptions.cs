using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley;

/// <summary>How a server speaks TLS: with which certificate, and how much unfinished handshakes may take.</summary>
public sealed record TlsOptions
{
    private readonly CertificateSource _source;

    private TlsOptions(CertificateSource source) => _source = source;

    /// <summary>
    /// How long a client may take for the TLS handshake, its waiting included. 10 s unless set; then it is dropped.
    /// </summary>
    public TimeSpan HandshakeTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many handshakes are dealt with at a time, 1 or more. 64 for each processor unless set. A client that has
    /// sent nothing yet only waits.
    /// </summary>
    public int MaxConcurrentHandshakes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 64 * Environment.ProcessorCount;

    /// <summary>
    /// How many connections may wait besides, 0 or more: for their turn, or for the client's first byte. 10,000 unless
    /// set. What comes past it is dropped.
    /// </summary>
    public int MaxWaitingHandshakes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10_000;

    /// <summary>The certificate as it was last read. It is the options': don't dispose it. Any thread may ask.</summary>
    public X509Certificate2 Certificate => _source.Current.TargetCertificate;

    /// <summary>
    /// Takes the certificate from files in PEM form, and reads them again at a handshake after they have changed:
    /// connections that are open stay as they are. Files that can't be used are logged, and the old certificate stays.
    /// </summary>
    /// <param name="certificateFile">The server's certificate first, then those that lead to the root.</param>
    /// <param name="keyFile">The certificate's private key, not encrypted. It may be the same file.</param>
    /// <exception cref="IOException">A file can't be used; the message says which one and why.</exception>
    public static TlsOptions FromPemFiles(string certificateFile, string keyFile) =>
        new(new PemCertificateSource(certificateFile, keyFile));

    /// <summary>Takes a certificate that the program has.</summary>
    /// <param name="certificate">The certificate, with its private key. Not disposed.</param>
    /// <param name="chain">The certificates that lead to the root, if any.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public static TlsOptions FromCertificate(X509Certificate2 certificate, X509Certificate2Collection? chain = null) =>
        certificate.HasPrivateKey
            ? new TlsOptions(new FixedCertificateSource(certificate, chain))
            : throw new ArgumentException("A certificate with its private key is expected.", nameof(certificate));

    /// <summary>
    /// Makes a certificate in memory, for development: for localhost, 127.0.0.1 and ::1, valid for 90 days. No client
    /// trusts it by itself; the server logs its SHA-256 fingerprint.
    /// </summary>
    public static TlsOptions SelfSigned() => new(new FixedCertificateSource(SelfSignedCertificate.Create(), chain: null));

    /// <summary>
    /// What <see cref="SslStream"/> needs for the next handshake: the certificate as it is now, TLS 1.2 or newer, and
    /// <c>http/1.1</c>. Also for other servers, such as Kestrel. Any thread may call it.
    /// </summary>
    /// <param name="logger">Where a changed certificate is logged; nowhere unless given.</param>
    /// <param name="time">The clock that says when to look for changes; the system's unless given.</param>
    public SslServerAuthenticationOptions ForHandshake(ILogger? logger = null, TimeProvider? time = null) => new()
    {
        ServerCertificateContext = _source.Get(logger ?? NullLogger.Instance, time ?? TimeProvider.System),

        // RFC 8996: TLS 1.0 and 1.1 must not be used.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,

        // RFC 6455 opens with HTTP/1.1. A client that offers others only gets the alert of RFC 7301 section 3.2.
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        ClientCertificateRequired = false,
    };

    /// <summary>
    /// Logs whose certificate it is, until when it is valid, and its SHA-256 fingerprint; and a warning if it is not
    /// valid now.
    /// </summary>
    /// <param name="logger">Where.</param>
    /// <param name="time">The clock that says what is valid; the system's unless given.</param>
    public void LogCertificate(ILogger logger, TimeProvider? time = null) =>
        CertificateSource.LogCertificate(Certificate, logger, time ?? TimeProvider.System);
}
