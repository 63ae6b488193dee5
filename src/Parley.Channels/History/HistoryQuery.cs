namespace Parley.Channels;

/// <summary>Which part of a group's history to read, as one page.</summary>
public sealed record HistoryQuery
{
    /// <summary>The most publications that a page can have.</summary>
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 100;

    private HistoryQuery(HistoryDirection direction, long offset, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        Direction = direction;
        Offset = offset;
        Limit = limit;
    }

    /// <summary>Which way the page goes.</summary>
    public HistoryDirection Direction { get; }

    /// <summary>Where it starts. This offset itself is not part of the page.</summary>
    public long Offset { get; }

    /// <summary>How many publications it has at most.</summary>
    public int Limit { get; }

    /// <summary>
    /// How many bytes it has at most, each publication counted as <see cref="Publication.HistorySize"/>. 1 MiB unless
    /// set. One publication comes however large it is.
    /// </summary>
    public int MaxBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>Asks for the publications that follow an offset.</summary>
    /// <param name="offset">The offset, 0 or more; 0 asks for the oldest that are kept.</param>
    /// <param name="limit">How many at most, 1 to <see cref="MaxLimit"/>.</param>
    public static HistoryQuery After(long offset, int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new HistoryQuery(HistoryDirection.Forward, offset, limit);
    }

    /// <summary>Asks for the publications that come right before an offset.</summary>
    /// <param name="offset">The offset, 1 or more.</param>
    /// <param name="limit">How many at most, 1 to <see cref="MaxLimit"/>.</param>
    public static HistoryQuery Before(long offset, int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, 1);
        return new HistoryQuery(HistoryDirection.Backward, offset, limit);
    }

    /// <summary>Asks for the newest publications.</summary>
    /// <param name="limit">How many at most, 1 to <see cref="MaxLimit"/>.</param>
    public static HistoryQuery Newest(int limit = DefaultLimit) => Before(long.MaxValue, limit);
}
