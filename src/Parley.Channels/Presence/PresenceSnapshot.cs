namespace Parley.Channels;

/// <summary>Who was in a group at one moment.</summary>
/// <param name="Version">How many changes there had been; to be compared with others of the group, and nothing else.</param>
/// <param name="Count">How many members there were.</param>
/// <param name="Members">The members; null if there were more than a list may have.</param>
public sealed record PresenceSnapshot(long Version, int Count, IReadOnlyList<PresenceMember>? Members);
