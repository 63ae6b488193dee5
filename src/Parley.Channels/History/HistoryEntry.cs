namespace Parley.Channels;

/// <summary>A publication with its place in history.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Publication">The publication.</param>
public readonly record struct HistoryEntry(long Offset, Publication Publication);
