namespace Parley.Channels;

/// <summary>How presence is told, and how long a node is believed to be alive.</summary>
public sealed record PresenceOptions
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    /// <summary>The options with every default.</summary>
    public static PresenceOptions Default { get; } = new();

    /// <summary>How many members a snapshot lists; of more it has only the count. 1,000 unless set.</summary>
    public int MaxListed
    {
        get;
        init => field = value > 0 ? value : throw Expected("A number above zero", value);
    } = 1000;

    /// <summary>
    /// Up to how many members each change of a group is told at once; past it changes are told together, once in
    /// <see cref="Interval"/>. 100 unless set; 0 or more.
    /// </summary>
    public int TellAtOnce
    {
        get;
        init => field = value >= 0 ? value : throw Expected("A number, 0 or more,", value);
    } = 100;

    /// <summary>How often the changes of a large group are told. 50 ms unless set; up to a day.</summary>
    public TimeSpan Interval
    {
        get;
        init => field = Checked(value);
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a node that has fallen silent is believed to be alive, where there are several; it says so three times
    /// as often. Its people leave a third of this after the lease has ended at the latest. 15 s unless set; up to
    /// a day.
    /// </summary>
    public TimeSpan Lease
    {
        get;
        init => field = Checked(value);
    } = TimeSpan.FromSeconds(15);

    // A timer can't be set much further than seven weeks ahead.
    private static TimeSpan Checked(TimeSpan value) => value > TimeSpan.Zero && value <= _longest
        ? value
        : throw Expected("A time above zero and up to a day", value);

    private static ArgumentOutOfRangeException Expected(string what, object value) =>
        new(nameof(value), value, $"{what} is expected.");
}
