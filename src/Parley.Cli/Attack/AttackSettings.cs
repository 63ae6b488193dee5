namespace Parley.Cli;

/// <summary>What <c>parley attack</c> is told.</summary>
internal sealed record AttackSettings(Uri Address, string Cases, int? ProcessId, string? JsonFile, bool MayBeRemote)
{
    /// <summary>How TLS is spoken, for wss.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;
}
