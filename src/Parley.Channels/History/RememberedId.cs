namespace Parley.Channels;

/// <summary>What was published under an id, and where it is.</summary>
internal readonly record struct RememberedId(UInt128 DataHash, long Offset);
