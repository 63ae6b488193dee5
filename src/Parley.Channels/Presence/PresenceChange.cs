namespace Parley.Channels;

/// <summary>What has changed among a group's members.</summary>
/// <param name="Version">The version that results.</param>
/// <param name="Count">How many members there are now.</param>
/// <param name="Left">Who has left.</param>
/// <param name="Joined">Who has come.</param>
public sealed record PresenceChange(
    long Version, int Count, IReadOnlyList<PresenceMember> Left, IReadOnlyList<PresenceMember> Joined);
