namespace Parley.Channels.Redis;

/// <summary>Where a group stands.</summary>
/// <param name="Position">Its epoch, and its newest offset.</param>
/// <param name="Start">The offset that the epoch began behind.</param>
/// <param name="Erasures">How many publications have been erased.</param>
internal readonly record struct GroupHead(StreamPosition Position, long Start, long Erasures);
