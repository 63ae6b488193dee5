using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>A certificate in files, which are read again when they have changed.</summary>
internal sealed class PemCertificateSource : CertificateSource
{
    private static readonly TimeSpan _checkInterval = TimeSpan.FromSeconds(2);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly Lock _checking = new();
    private volatile SslStreamCertificateContext _current;
    private (FileStamp Certificate, FileStamp Key) _seen;
    private long _checkedAt;

    /// <exception cref="IOException">A file can't be used; the message says which one and why.</exception>
    public PemCertificateSource(string certificateFile, string keyFile)
    {
        // Whatever folder the program moves to later.
        _certificateFile = Path.GetFullPath(certificateFile);
        _keyFile = Path.GetFullPath(keyFile);
        _seen = Look();
        _current = PemFiles.Load(_certificateFile, _keyFile);
    }

    public override SslStreamCertificateContext Current => _current;

    public override SslStreamCertificateContext Get(ILogger logger, TimeProvider time)
    {
        long now = time.GetTimestamp();
        long before = Volatile.Read(ref _checkedAt);
        if (time.GetElapsedTime(before, now) >= _checkInterval
            && Interlocked.CompareExchange(ref _checkedAt, now, before) == before)
        {
            lock (_checking)
            {
                Check(logger, time);
            }
        }

        return _current;
    }

    private void Check(ILogger logger, TimeProvider time)
    {
        // The stamps are taken before the files are read: what changes in between is seen the next time. A key that
        // has not been replaced yet is an error until then.
        (FileStamp, FileStamp) stamps = Look();
        if (stamps == _seen)
        {
            return;
        }

        _seen = stamps;
        try
        {
            _current = PemFiles.Load(_certificateFile, _keyFile);
            Log.CertificateReplaced(logger);
            LogCertificate(_current.TargetCertificate, logger, time);
        }
        catch (IOException exception)
        {
            Log.CertificateBroken(logger, exception.Message);
        }
    }

    private (FileStamp Certificate, FileStamp Key) Look() => (FileStamp.Of(_certificateFile), FileStamp.Of(_keyFile));
}
