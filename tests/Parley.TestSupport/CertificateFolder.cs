using System.Security.Cryptography.X509Certificates;

namespace Parley.TestSupport;

/// <summary>A folder for a server's certificate and its key, as a server finds them. It goes with the test.</summary>
public sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");

    /// <summary>What the certificates come from.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>Where the certificate and its chain are, once they are written.</summary>
    public string CertificateFile => PathOf("cert.pem");

    /// <summary>Where the key is, once it is written.</summary>
    public string KeyFile => PathOf("key.pem");

    /// <summary>A path in the folder.</summary>
    public string PathOf(params ReadOnlySpan<string> names) => Path.Combine([_folder.FullName, .. names]);

    /// <summary>Writes a new certificate and its key.</summary>
    /// <param name="name">The certificate's subject: <c>CN=server</c>.</param>
    /// <param name="minutes">When that was, as <see cref="Touch"/> takes it.</param>
    public void Write(string name, int minutes = 0)
    {
        using X509Certificate2 certificate = Certificates.MakeServer(name);
        Certificates.Write(certificate, CertificateFile, KeyFile);
        Touch(CertificateFile, minutes);
        Touch(KeyFile, minutes);
    }

    /// <summary>
    /// Says when a file was written, in minutes of 1970: test files are written within a clock's tick of each other,
    /// certificates are not.
    /// </summary>
    public static void Touch(string file, int minutes) =>
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddMinutes(minutes));

    public void Dispose()
    {
        Certificates.Dispose();
        _folder.Delete(recursive: true);
    }
}
