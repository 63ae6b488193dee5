namespace Parley.Channels.Redis;

/// <summary>What is told on a group's channel.</summary>
internal enum GroupMessageKind
{
    /// <summary>Something was published.</summary>
    Publication,

    /// <summary>Something for those who are here now.</summary>
    Signal,

    /// <summary>A publication was erased.</summary>
    Erasure,
}
