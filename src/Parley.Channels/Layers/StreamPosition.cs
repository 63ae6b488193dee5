namespace Parley.Channels;

/// <summary>A place in a group's stream of publications.</summary>
/// <param name="Epoch">Changes whenever offsets start anew: positions of two epochs can't be compared.</param>
/// <param name="Offset">Rises by one with each publication of the group; 0 before the first.</param>
public readonly record struct StreamPosition(string Epoch, long Offset);
