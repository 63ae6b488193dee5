namespace Parley.Channels.Redis;

/// <summary>What the operator of a Redis promises about what it has acknowledged.</summary>
public enum RedisDurability
{
    /// <summary>
    /// It may be lost when the server ends, or when a replica takes over. A new life of the server begins a new epoch in
    /// every group: members are told that something may be missing.
    /// </summary>
    MayGoBack,

    /// <summary>
    /// It is never lost: <c>appendonly yes</c>, <c>appendfsync always</c>, and no replica takes over that may be behind.
    /// Epochs go on when the server starts again. If the promise is not true, offsets are given twice.
    /// </summary>
    Durable,
}
