namespace Parley.Channels;

/// <summary>A publication in a <see cref="MemoryHistoryStore"/>; without the publication itself once it is erased.</summary>
internal record struct KeptPublication(MemoryGroup Group, Publication? Publication, long Size, DateTimeOffset At);
