namespace Parley.Channels.Sqlite;

/// <summary>What has to be known about a publication to let it go.</summary>
internal readonly record struct OldPublication(long Sequence, long GroupId, long Offset, long Size, long At);
