namespace Parley.Cli;

/// <summary>What every server command is told.</summary>
internal sealed record ServerSettings(
    string Host, int Port, int MaxMessage, IReadOnlyCollection<string> Origins, HostingKind Hosting);
