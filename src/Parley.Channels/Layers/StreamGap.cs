namespace Parley.Channels;

/// <summary>Publications that a node was not told of and can't be told of any more.</summary>
/// <param name="Epoch">The epoch that the offsets belong to.</param>
/// <param name="From">The first offset missed.</param>
/// <param name="To">The last offset missed; null if the epoch has ended, and everything from the first on is missed.</param>
public readonly record struct StreamGap(string Epoch, long From, long? To);
