namespace Parley.Channels;

/// <summary>
/// A part of a group's history, as it was at one moment. Whoever reads it disposes it, which gives the publications back.
/// </summary>
public sealed class HistoryPage : IDisposable
{
    private IReadOnlyList<HistoryEntry> _entries;

    /// <summary>Makes a page, which owns a reference to each publication.</summary>
    /// <param name="head">Where the group's stream stood.</param>
    /// <param name="from">The first offset covered.</param>
    /// <param name="to">The last offset covered.</param>
    /// <param name="entries">The publications, the oldest first.</param>
    public HistoryPage(StreamPosition head, long from, long to, IReadOnlyList<HistoryEntry> entries)
    {
        Head = head;
        From = from;
        To = to;
        _entries = entries;
    }

    /// <summary>A page of a group that has no history.</summary>
    public static HistoryPage Empty => new(default, 1, 0, []);

    /// <summary>
    /// Where the group's stream stood when the page was read. The epoch is null if nobody has ever published to the group
    /// or asked where it stands.
    /// </summary>
    public StreamPosition Head { get; }

    /// <summary>
    /// The first offset that the page covers. Publications that are gone, be it by age or number, lie before it: a query
    /// for those after 5 that yields a page from 9 on has met a gap from 6 to 8. One more than <see cref="To"/> if the
    /// page covers nothing.
    /// </summary>
    public long From { get; }

    /// <summary>The last offset that the page covers.</summary>
    public long To { get; }

    /// <summary>Whether history has more in the direction of the query.</summary>
    public bool HasMore { get; init; }

    /// <summary>
    /// Everything that history has from <see cref="From"/> to <see cref="To"/>, the oldest first. An offset that is not
    /// there was erased. Valid until the page is disposed.
    /// </summary>
    public IReadOnlyList<HistoryEntry> Entries => _entries;

    /// <summary>What a reader who has everything up to an offset misses, if the page answers a query after that offset.</summary>
    /// <param name="offset">The offset that was asked for.</param>
    /// <returns>The gap, or null if nothing is missing.</returns>
    public StreamGap? GapAfter(long offset) =>
        From > offset + 1 ? new StreamGap(Head.Epoch, offset + 1, From - 1) : null;

    /// <summary>Gives the publications back.</summary>
    public void Dispose()
    {
        foreach (HistoryEntry entry in Interlocked.Exchange(ref _entries, []))
        {
            entry.Publication.Release();
        }
    }
}
