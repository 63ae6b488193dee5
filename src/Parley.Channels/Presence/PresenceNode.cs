namespace Parley.Channels;

/// <summary>A node among several, in one of its lives: when its lease has ended, it begins another one.</summary>
/// <param name="Id">The node: another one each time its process starts.</param>
/// <param name="Life">Rises by one with each lease that the node begins.</param>
public readonly record struct PresenceNode(string Id, long Life);
