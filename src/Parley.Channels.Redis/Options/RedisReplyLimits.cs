namespace Parley.Channels.Redis;

/// <summary>
/// How large a reply of Redis may be. A reply past one of them ends the connection, with nothing allocated for a length
/// that was only claimed.
/// </summary>
public sealed record RedisReplyLimits
{
    /// <summary>How deep arrays may lie in arrays: 1 to 1,000; 32 unless set.</summary>
    public int MaxDepth
    {
        get;
        init => field = InRange(value, 1_000);
    } = 32;

    /// <summary>How many values one reply may have, those inside others counted too: 1,048,576 unless set.</summary>
    public int MaxElements
    {
        get;
        init => field = InRange(value, int.MaxValue / 2);
    } = 1024 * 1024;

    /// <summary>How many bytes one string may have: 64 MiB unless set, at most 1 GiB.</summary>
    public int MaxBulkLength
    {
        get;
        init => field = InRange(value, 1024 * 1024 * 1024);
    } = 64 * 1024 * 1024;

    /// <summary>How many bytes one line may have, as an error's words: 64 KiB unless set.</summary>
    public int MaxLineLength
    {
        get;
        init => field = InRange(value, 16 * 1024 * 1024);
    } = 64 * 1024;

    /// <summary>How many bytes of memory one reply may take, about 64 for each value in it: 128 MiB unless set.</summary>
    public long MaxReplyBytes
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one byte is expected.");
    } = 128 * 1024 * 1024;

    private static int InRange(int value, int max) => value >= 1 && value <= max
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"A number from 1 to {max} is expected.");
}
