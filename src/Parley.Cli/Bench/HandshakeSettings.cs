namespace Parley.Cli.Bench;

/// <summary>What <c>bench handshake</c> is told.</summary>
/// <param name="Url">The server.</param>
/// <param name="Concurrency">How many handshakes are under way at once.</param>
/// <param name="Seconds">For how long is measured.</param>
/// <param name="Warmup">For how long the load runs before.</param>
/// <param name="Pid">The server's process, or null.</param>
/// <param name="JsonFile">A file for the results, or null.</param>
internal sealed record HandshakeSettings(
    Uri Url, int Concurrency, double Seconds, double Warmup, int? Pid, string? JsonFile)
{
    /// <summary>How TLS is spoken.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;
}
