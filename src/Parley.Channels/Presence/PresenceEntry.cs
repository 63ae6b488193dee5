namespace Parley.Channels;

/// <summary>A connection in a group, as a store that several nodes share keeps it.</summary>
/// <param name="Node">The node that it is connected to.</param>
/// <param name="Member">The connection, its user, and what the others see of it.</param>
public readonly record struct PresenceEntry(PresenceNode Node, PresenceMember Member);
