namespace Parley.Channels.Sqlite;

/// <summary>A page while its rows are read.</summary>
internal sealed class PageBuilder(HistoryQuery query, GroupName group, string store, long tooOld)
{
    private long _bytes;

    public List<HistoryEntry> Entries { get; } = [];

    public bool IsEmpty => Entries.Count == 0;

    /// <summary>Whether a row is one that only nobody has had the time to let go.</summary>
    public bool IsTooOld(Statement row) => row.Integer(1) <= tooOld;

    public bool HasRoomFor(Statement row) => row.Integer(3) == StoreSchema.ErasedKind
        || (Entries.Count < query.Limit && (IsEmpty || _bytes + row.Integer(2) <= query.MaxBytes));

    /// <summary>Takes a row in, unless it was erased.</summary>
    /// <exception cref="HistoryException">It is not what was written.</exception>
    public void Add(Statement row)
    {
        long offset = row.Integer(0);
        if (row.Integer(3) == StoreSchema.ErasedKind)
        {
            return;
        }

        Publication? publication = Read(row);
        if (publication is null || row.Integer(10) != Checksum.Of(publication, offset))
        {
            publication?.Release();
            throw Damaged(offset);
        }

        _bytes += row.Integer(2);
        Entries.Add(new HistoryEntry(offset, publication));
    }

    /// <summary>Looks whether what was read is what must be there: offsets follow each other without a hole.</summary>
    /// <exception cref="HistoryException">It is not.</exception>
    public void Require(long expected, long offset)
    {
        if (offset != expected)
        {
            throw Damaged(expected);
        }
    }

    /// <summary>Gives back what the page has so far.</summary>
    public void Release()
    {
        foreach (HistoryEntry entry in Entries)
        {
            entry.Publication.Release();
        }

        Entries.Clear();
    }

    private HistoryException Damaged(long offset) => StoreErrors.DamagedPublication(store, group.Value, offset);

    private static Publication? Read(Statement row)
    {
        long at = row.Integer(1);
        var kind = (PublicationKind)row.Integer(3);
        var form = (DataForm)row.Integer(4);
        string? eventType = row.Text(5);
        bool isPossible = Enum.IsDefined(kind) && Enum.IsDefined(form) && kind == PublicationKind.Event == (eventType is not null)
            && at >= DateTimeOffset.MinValue.Ticks && at <= DateTimeOffset.MaxValue.Ticks;
        if (!isPossible)
        {
            return null;
        }

        var origin = new PublicationOrigin(row.Text(6), row.Text(7), row.Text(8));
        Publication publication = Publication.Create(kind, form, row.Bytes(9), origin, eventType);
        publication.Stamp(new DateTimeOffset(at, TimeSpan.Zero));
        return publication;
    }
}
