using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley;

/// <summary>Reads a certificate, its chain and its key from files, and says in a sentence why it can't.</summary>
internal static class PemFiles
{
    /// <exception cref="IOException">A file can't be used; the message says which one and why.</exception>
    public static SslStreamCertificateContext Load(string certificateFile, string keyFile)
    {
        string certificates = Read(certificateFile);
        string key = Read(keyFile);
        X509Certificate2Collection chain = ReadChain(certificateFile, certificates);
        CheckKey(keyFile, key);
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(certificates, key);
            return SslStreamCertificateContext.Create(MakeUsable(certificate), chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new IOException(
                $"The key in {keyFile} does not belong to the first certificate in {certificateFile}. "
                + "The server's own certificate comes first, then those that lead to the root.",
                exception);
        }
    }

    /// <summary>Reads the certificates of a file.</summary>
    /// <exception cref="IOException">The file can't be used; the message says why.</exception>
    public static X509Certificate2Collection ReadCertificates(string file) => ReadChain(file, Read(file));

    /// <summary>A copy that TLS can use: on Windows, its key may not live in memory only.</summary>
    public static X509Certificate2 MakeUsable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"There is no file {file}.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"This user may not read {file}, or it is a folder.", exception);
        }
    }

    private static X509Certificate2Collection ReadChain(string file, string text)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"A certificate in {file} is damaged.", exception);
        }

        return chain.Count > 0
            ? chain
            : throw new IOException($"{file} holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----.");
    }

    private static void CheckKey(string file, string text)
    {
        // PKCS #8 says so in its first line; the older form in a header.
        if (text.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new IOException(
                $"The key in {file} is encrypted with a password. Decrypt it with: openssl pkey -in {file} -out key.pem");
        }

        if (!text.Contains(" PRIVATE KEY-----", StringComparison.Ordinal) && !text.Contains("-----BEGIN PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new IOException($"{file} holds no private key in PEM form, which begins with -----BEGIN PRIVATE KEY-----.");
        }
    }
}
