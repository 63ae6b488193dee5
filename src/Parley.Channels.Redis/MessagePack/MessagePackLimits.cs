namespace Parley.Channels.Redis;

/// <summary>How large a message may be. A claimed length is checked against the bytes that are there, too.</summary>
internal sealed record MessagePackLimits
{
    public static MessagePackLimits Default { get; } = new();

    /// <summary>How deep arrays and maps may lie in each other.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How many values one message may have, those inside others counted too.</summary>
    public int MaxElements { get; init; } = 64 * 1024;

    /// <summary>How many bytes one string may have.</summary>
    public int MaxLength { get; init; } = 64 * 1024 * 1024;
}
