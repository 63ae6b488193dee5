namespace Parley.Cli.Bench;

/// <summary>What <c>bench idle</c> is told.</summary>
/// <param name="Url">The server.</param>
/// <param name="Connections">How many connections are opened.</param>
/// <param name="From">From how many on the memory's growth counts.</param>
/// <param name="Hold">How many seconds pass before the memory is looked at.</param>
/// <param name="Echoes">Whether each connection sends and receives messages in the end.</param>
/// <param name="Pid">The server's process, or null.</param>
/// <param name="JsonFile">A file for the results, or null.</param>
internal sealed record IdleSettings(
    Uri Url, int Connections, int From, double Hold, bool Echoes, int? Pid, string? JsonFile)
{
    /// <summary>How TLS is spoken.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;
}
