namespace Parley.Channels.Sqlite;

/// <summary>
/// Lets the oldest go. On the writing thread, within the transaction that made it necessary: so much goes as has come, and
/// what grows old all at once goes in slices.
/// </summary>
internal sealed class Trimmer(
    GroupTable groups, PublicationTable publications, ResendIdTable ids, HistoryOptions options)
{
    private const int Slice = 1000;

    private readonly List<OldPublication> _oldest = [];

    private bool IsOverNodeLimit => groups.Bytes
        + (groups.Count * HistoryOptions.GroupOverhead)
        + (ids.Count * HistoryOptions.ResendIdOverhead) > options.MaxNodeBytes;

    /// <summary>Lets a slice go of what is too old.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool TrimByAge(long now)
    {
        bool hasMoreIds = ids.Forget(now - options.ResendWindow.Ticks, Slice) == Slice;
        return TrimPublicationsByAge(now - options.MaxAge.Ticks) || hasMoreIds;
    }

    /// <summary>Forgets a slice of the groups that have nothing any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool ForgetGroups(long now) => groups.Forget(now - options.GroupMemory.Ticks, Slice) == Slice;

    /// <summary>Keeps the groups that the batch has changed, and then the node, to their limits.</summary>
    public void TrimBySize()
    {
        foreach (GroupRow row in groups.Changed)
        {
            TrimGroup(row);
        }

        while (IsOverNodeLimit && TrimOldest())
        {
        }
    }

    private bool TrimPublicationsByAge(long until)
    {
        publications.ReadOldest(_oldest, 1);
        if (_oldest is not [{ } first] || first.At > until)
        {
            return false;
        }

        publications.ReadOldest(_oldest, Slice);
        int count = _oldest.FindIndex(old => old.At > until);
        Drop(count < 0 ? _oldest.Count : count);
        return count < 0 && _oldest.Count == Slice;
    }

    private void TrimGroup(GroupRow row)
    {
        long floor = row.Head - options.MaxPublications + 1;
        if (row.Floor >= floor && row.Bytes <= options.MaxBytes)
        {
            return;
        }

        long last = publications.DeleteOldestOfGroup(row.Id, (offset, size) =>
        {
            bool goes = offset < floor || (row.Bytes > options.MaxBytes && offset < row.Head);
            if (goes)
            {
                groups.OnRemoved(row, size);
            }

            return goes;
        });
        groups.RaiseFloor(row, Math.Max(floor, last + 1));
    }

    // The newest publication of all is kept, however large it is.
    private bool TrimOldest()
    {
        publications.ReadOldest(_oldest, Slice);
        int most = _oldest.Count == Slice ? Slice : _oldest.Count - 1;
        int count = 0;
        long over = groups.Bytes + (groups.Count * HistoryOptions.GroupOverhead)
            + (ids.Count * HistoryOptions.ResendIdOverhead) - options.MaxNodeBytes;
        while (count < most && over > 0)
        {
            over -= _oldest[count].Size;
            count++;
        }

        Drop(count);
        return count > 0;
    }

    private void Drop(int count)
    {
        if (count <= 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            GroupRow row = groups.GetById(_oldest[i].GroupId);
            groups.OnRemoved(row, _oldest[i].Size);
            groups.RaiseFloor(row, _oldest[i].Offset + 1);
        }

        publications.DeleteOldest(_oldest[count - 1].Sequence);
    }
}
