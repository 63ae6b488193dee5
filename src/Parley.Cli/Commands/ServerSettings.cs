using Parley.Protocol;

namespace Parley.Cli;

/// <summary>What every server command is told.</summary>
internal sealed record ServerSettings(
    string Host, int Port, int MaxMessage, IReadOnlyCollection<string> Origins, bool Deflate, HostingKind Hosting)
{
    /// <summary>What the standalone server's connections run on.</summary>
    public Engine Engine { get; init; }

    /// <summary>Where what is published to groups is kept.</summary>
    public HistorySettings History { get; init; } = new(HistoryKind.None);

    /// <summary>Through which Redis groups are shared with other servers, or null.</summary>
    public RedisSettings? Redis { get; init; }

    /// <summary>The Unix socket to listen on instead of host and port, or null.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>The certificate's file and the key's, or null.</summary>
    public (string Certificate, string Key)? CertificateFiles { get; init; }

    /// <summary>Whether a certificate is made up.</summary>
    public bool IsSelfSigned { get; init; }

    /// <summary>Whether TLS is spoken.</summary>
    public bool HasTls => CertificateFiles is not null || IsSelfSigned;

    /// <summary>How many connections there may be, or null.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>How many connections one address may have, or null.</summary>
    public int? MaxConnectionsPerAddress { get; init; }

    /// <summary>What holds for each connection.</summary>
    public ConnectionOptions Connection => new()
    {
        Protocol = new ProtocolOptions { MaxMessageSize = MaxMessage, Deflate = Deflate ? new DeflateOptions() : null },
    };

    /// <summary>Reads or makes the certificate, if there is to be one.</summary>
    /// <exception cref="IOException">A file can't be used; the message says which one and why.</exception>
    public TlsOptions? CreateTls() => this switch
    {
        { CertificateFiles: { } files } => TlsOptions.FromPemFiles(files.Certificate, files.Key),
        { IsSelfSigned: true } => TlsOptions.SelfSigned(),
        _ => null,
    };
}
