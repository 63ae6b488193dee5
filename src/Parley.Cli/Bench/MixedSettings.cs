namespace Parley.Cli.Bench;

/// <summary>What <c>bench mixed</c> is told.</summary>
/// <param name="Url">The server.</param>
/// <param name="Kind">What the server does.</param>
/// <param name="Connections">How many connections are healthy and stay.</param>
/// <param name="Rate">How many messages a second these send in all.</param>
/// <param name="Minutes">How long it goes on.</param>
/// <param name="Every">The seconds between two lines.</param>
/// <param name="Pid">The server's process, or null.</param>
/// <param name="JsonFile">A file for the results, or null.</param>
internal sealed record MixedSettings(
    Uri Url, MixedKind Kind, int Connections, int Rate, double Minutes, double Every, int? Pid, string? JsonFile)
{
    /// <summary>How TLS is spoken, for wss.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;
}
