namespace Parley;

/// <summary>What a client asks of a server's certificate.</summary>
public enum CertificateCheck
{
    /// <summary>It is valid today, for the server's name, and comes from a root that is trusted.</summary>
    Full,

    /// <summary>
    /// Its key is one of <see cref="ClientTlsOptions.PinnedKeys"/>; name, dates and root do not matter. For devices with
    /// a certificate of their own.
    /// </summary>
    KeyOnly,

    /// <summary>Nothing: whoever is in between can read and change everything. For tests only.</summary>
    Nothing,
}
