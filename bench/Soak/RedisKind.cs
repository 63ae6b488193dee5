namespace Parley.Soak;

/// <summary>What the Redis that servers share does with what it has.</summary>
internal enum RedisKind
{
    /// <summary>There is none: one server, with a file.</summary>
    None,

    /// <summary>It keeps everything that it has acknowledged, and is declared to.</summary>
    Durable,

    /// <summary>It keeps nothing.</summary>
    Forgetful,
}
