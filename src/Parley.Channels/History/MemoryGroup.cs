namespace Parley.Channels;

/// <summary>What a <see cref="MemoryHistoryStore"/> has of one group.</summary>
internal sealed class MemoryGroup(GroupName name, string epoch)
{
    public GroupName Name { get; } = name;

    public OffsetRing<LinkedListNode<KeptPublication>> Publications { get; } = new();

    public Dictionary<UInt128, RememberedId> Ids { get; } = [];

    /// <summary>What the publications count for.</summary>
    public long Bytes { get; set; }

    /// <summary>When somebody last published to it or asked for it.</summary>
    public DateTimeOffset LastUse { get; set; }

    public StreamPosition Head => new(epoch, Publications.Last);

    public StreamPosition PositionOf(long offset) => new(epoch, offset);

    /// <summary>A page of what is kept. Its publications get references.</summary>
    public HistoryPage Read(HistoryQuery query) =>
        query.Direction == HistoryDirection.Forward ? ReadForward(query) : ReadBackward(query);

    private HistoryPage ReadForward(HistoryQuery query)
    {
        long from = Math.Max(Math.Min(query.Offset, Publications.Last) + 1, Publications.First);
        var page = new PageBuilder(query);
        long next = from;
        while (next <= Publications.Last && page.TryAdd(next, Publications[next].ValueRef))
        {
            next++;
        }

        return new HistoryPage(Head, from, next - 1, page.Entries) { HasMore = next <= Publications.Last };
    }

    private HistoryPage ReadBackward(HistoryQuery query)
    {
        long to = Math.Min(query.Offset - 1, Publications.Last);
        var page = new PageBuilder(query);
        long next = to;
        while (next >= Publications.First && page.TryAdd(next, Publications[next].ValueRef))
        {
            next--;
        }

        page.Entries.Reverse();
        return new HistoryPage(Head, next + 1, to, page.Entries) { HasMore = next >= Publications.First };
    }

    private struct PageBuilder(HistoryQuery query)
    {
        private long _bytes;

        public List<HistoryEntry> Entries { get; } = [];

        public bool TryAdd(long offset, in KeptPublication kept)
        {
            if (kept.Publication is null)
            {
                return true;
            }

            _bytes += kept.Size;
            if (Entries.Count == query.Limit || (Entries.Count > 0 && _bytes > query.MaxBytes))
            {
                return false;
            }

            Entries.Add(new HistoryEntry(offset, kept.Publication.Retain()));
            return true;
        }
    }
}
