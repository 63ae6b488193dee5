using System.Security.Cryptography.X509Certificates;

namespace Parley.Channels.Redis;

/// <summary>How a connection to Redis is encrypted. The server's certificate must be for the host's name or address.</summary>
public sealed record RedisTls
{
    /// <summary>The roots that the server's certificate must lead to. Null, unless set: those that the system trusts.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The certificate shown to the server, with its key. Null unless set.</summary>
    public X509Certificate2? ClientCertificate { get; init; }
}
