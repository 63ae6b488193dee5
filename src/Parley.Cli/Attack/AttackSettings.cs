namespace Parley.Cli;

/// <summary>What <c>parley attack</c> is told.</summary>
internal sealed record AttackSettings(Uri Address, string Cases, int? ProcessId, string? JsonFile, bool MayBeRemote);
