namespace Parley.Channels;

/// <summary>What became of a publication, and its place.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Position">
/// Its place in the group's stream; without an epoch if it got none, because it was a signal or nothing keeps count.
/// </param>
public readonly record struct PublishResult(PublishStatus Status, StreamPosition Position);
