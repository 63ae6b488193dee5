namespace Parley.Channels;

/// <summary>How much of the past is kept. Past a limit the oldest publications go, so a reader behind it gets a gap.</summary>
public sealed record HistoryOptions
{
    /// <summary>What a publication counts for besides its data and its texts, in bytes: about what memory needs for it.</summary>
    public const int PublicationOverhead = 256;

    /// <summary>What an id that is remembered counts for, in bytes.</summary>
    public const int ResendIdOverhead = 64;

    /// <summary>What a group that is remembered counts for, in bytes.</summary>
    public const int GroupOverhead = 256;

    /// <summary>The options with every default.</summary>
    public static HistoryOptions Default { get; } = new();

    /// <summary>How many publications a group keeps, erased ones among them counted. 10,000 unless set.</summary>
    public int MaxPublications
    {
        get;
        init => field = value > 0 ? value : throw Expected("A number above zero", value);
    } = 10_000;

    /// <summary>How long a publication is kept. 24 hours unless set.</summary>
    public TimeSpan MaxAge
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw Expected("A time above zero", value);
    } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many bytes a group keeps, each publication counted as <see cref="Publication.HistorySize"/>. 64 MiB unless
    /// set. The newest publication is kept however large it is.
    /// </summary>
    public long MaxBytes
    {
        get;
        init => field = value > 0 ? value : throw Expected("A number above zero", value);
    } = 64L * 1024 * 1024;

    /// <summary>
    /// How many bytes all groups of the node keep together, remembered ids and the groups included. 1 GiB unless set. Past it the
    /// oldest publications go, whatever group they are in.
    /// </summary>
    public long MaxNodeBytes
    {
        get;
        init => field = value > 0 ? value : throw Expected("A number above zero", value);
    } = 1024L * 1024 * 1024;

    /// <summary>
    /// How long the id of a publication is remembered, so that a resent one is found, whether history still has the
    /// publication or not. 15 minutes unless set.
    /// </summary>
    public TimeSpan ResendWindow
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw Expected("A time above zero", value);
    } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How many bytes of publications may wait to be written to a disk. 64 MiB unless set. Up to the mark one more is
    /// always taken; past it publishing fails with <see cref="HistoryError.Busy"/>.
    /// </summary>
    public long MaxWaitingBytes
    {
        get;
        init => field = value > 0 ? value : throw Expected("A number above zero", value);
    } = 64L * 1024 * 1024;

    /// <summary>
    /// How long a group that nobody publishes to and nobody asks for is remembered. After that it begins a new epoch.
    /// </summary>
    public TimeSpan GroupMemory => new(Math.Max(TimeSpan.TicksPerDay, Math.Max(MaxAge.Ticks, ResendWindow.Ticks)));

    private static ArgumentOutOfRangeException Expected(string what, object value) =>
        new(nameof(value), value, $"{what} is expected.");
}
