namespace Parley.Channels;

/// <summary>
/// Keeps history in this process's memory, for as long as the process lives: with each store a new epoch begins.
/// Everything completes at once.
/// </summary>
public sealed class MemoryHistoryStore : IHistoryStore
{
    private static readonly TimeSpan _sweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<GroupName, LinkedListNode<MemoryGroup>> _groups = [];
    private readonly LinkedList<MemoryGroup> _groupsByUse = new();
    private readonly LinkedList<KeptPublication> _publicationsByAge = new();
    private readonly Queue<IssuedId> _idsByAge = new();
    private readonly string _epoch = StoreEpoch.Create();
    private readonly HistoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeps;
    private long _bytes;
    private long _lastGroup;
    private bool _isDisposed;

    /// <summary>Makes a store that is empty.</summary>
    /// <param name="options">How much is kept; the defaults unless given.</param>
    /// <param name="time">The clock that ages are counted on; the system's unless given.</param>
    public MemoryHistoryStore(HistoryOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? HistoryOptions.Default;
        _time = time ?? TimeProvider.System;
        _sweeps = _time.CreateTimer(static store => ((MemoryHistoryStore)store!).Sweep(), this, _sweepInterval, _sweepInterval);
    }

    /// <inheritdoc/>
    public ValueTask<PublishResult> AppendAsync(GroupName group, Publication publication)
    {
        bool hasId = ResendId.TryCreate(publication, out ResendId id);
        lock (_lock)
        {
            DateTimeOffset now = Begin();
            MemoryGroup kept = GetOrAdd(group, now);
            publication.Stamp(now);
            if (!hasId)
            {
                return ValueTask.FromResult(new PublishResult(PublishStatus.Stored, Append(kept, publication)));
            }

            if (kept.Ids.TryGetValue(id.Key, out RememberedId known))
            {
                PublishStatus status = known.DataHash == id.DataHash ? PublishStatus.Duplicate : PublishStatus.Refused;
                return ValueTask.FromResult(new PublishResult(status, kept.PositionOf(known.Offset)));
            }

            return _idsByAge.Count >= _options.MaxNodeBytes / HistoryOptions.ResendIdOverhead
                ? ValueTask.FromException<PublishResult>(TooManyIds())
                : ValueTask.FromResult(new PublishResult(PublishStatus.Stored, AppendWithId(kept, publication, id)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            StreamPosition head = GetOrAdd(group, Begin()).Head;
            KeepToNodeLimit();
            return ValueTask.FromResult(head);
        }
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Begin();
            return ValueTask.FromResult(
                _groups.TryGetValue(group, out LinkedListNode<MemoryGroup>? node) ? node.Value.Read(query) : HistoryPage.Empty);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Begin();
            if (!_groups.TryGetValue(group, out LinkedListNode<MemoryGroup>? node)
                || offset < node.Value.Publications.First || offset > node.Value.Publications.Last)
            {
                return ValueTask.FromResult(false);
            }

            return ValueTask.FromResult(Erase(ref node.Value.Publications[offset].ValueRef));
        }
    }

    /// <summary>Forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweeps.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _isDisposed = true;
            while (_publicationsByAge.First is { } oldest)
            {
                DropFirst(oldest.ValueRef.Group);
            }

            _groups.Clear();
            _idsByAge.Clear();
        }
    }

    private static HistoryException TooManyIds() => new(
        HistoryError.Busy, "The ids of recent publications fill all the memory that history may take: try again later.");

    // Whatever is asked, first goes what is too old.
    private DateTimeOffset Begin()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        DateTimeOffset now = _time.GetUtcNow();
        while (_publicationsByAge.First is { } oldest && now - oldest.ValueRef.At >= _options.MaxAge)
        {
            DropFirst(oldest.ValueRef.Group);
        }

        while (_idsByAge.TryPeek(out IssuedId id) && now - id.At >= _options.ResendWindow)
        {
            _idsByAge.Dequeue();
            id.Group.Ids.Remove(id.Key);
            _bytes -= HistoryOptions.ResendIdOverhead;
        }

        while (_groupsByUse.First is { } group && now - group.Value.LastUse >= _options.GroupMemory)
        {
            Forget(group);
        }

        return now;
    }

    private void Sweep()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                Begin();
            }
        }
    }

    private MemoryGroup GetOrAdd(GroupName name, DateTimeOffset now)
    {
        if (_groups.TryGetValue(name, out LinkedListNode<MemoryGroup>? node))
        {
            _groupsByUse.Remove(node);
        }
        else
        {
            node = new LinkedListNode<MemoryGroup>(new MemoryGroup(name, StoreEpoch.OfGroup(_epoch, ++_lastGroup)));
            _groups.Add(name, node);
            _bytes += HistoryOptions.GroupOverhead;
        }

        _groupsByUse.AddLast(node);
        node.Value.LastUse = now;
        return node.Value;
    }

    private StreamPosition AppendWithId(MemoryGroup group, Publication publication, in ResendId id)
    {
        StreamPosition position = Append(group, publication);
        group.Ids.Add(id.Key, new RememberedId(id.DataHash, position.Offset));
        _idsByAge.Enqueue(new IssuedId(group, id.Key, publication.At));
        _bytes += HistoryOptions.ResendIdOverhead;
        return position;
    }

    private StreamPosition Append(MemoryGroup group, Publication publication)
    {
        long size = publication.HistorySize;
        var node = new LinkedListNode<KeptPublication>(
            new KeptPublication(group, publication.Retain(), size, publication.At));
        _publicationsByAge.AddLast(node);
        group.Publications.Add(node);
        group.Bytes += size;
        _bytes += size;
        while (group.Publications.Count > _options.MaxPublications
            || (group.Bytes > _options.MaxBytes && group.Publications.Count > 1))
        {
            DropFirst(group);
        }

        KeepToNodeLimit();
        return group.Head;
    }

    private void KeepToNodeLimit()
    {
        while (_bytes > _options.MaxNodeBytes && _publicationsByAge.Count > 1)
        {
            DropFirst(_publicationsByAge.First!.ValueRef.Group);
        }

        // A group that has ids is among those used last: it stays.
        while (_bytes > _options.MaxNodeBytes && _groupsByUse.First is { Value: { Publications.Count: 0, Ids.Count: 0 } } group
            && group != _groupsByUse.Last)
        {
            Forget(group);
        }
    }

    private void DropFirst(MemoryGroup group)
    {
        LinkedListNode<KeptPublication> oldest = group.Publications.TakeFirst();
        Erase(ref oldest.ValueRef);
        _publicationsByAge.Remove(oldest);
    }

    private bool Erase(ref KeptPublication kept)
    {
        if (kept.Publication is not { } publication)
        {
            return false;
        }

        kept.Publication = null;
        kept.Group.Bytes -= kept.Size;
        _bytes -= kept.Size;
        publication.Release();
        return true;
    }

    private void Forget(LinkedListNode<MemoryGroup> group)
    {
        _groups.Remove(group.Value.Name);
        _groupsByUse.Remove(group);
        _bytes -= HistoryOptions.GroupOverhead;
    }

    private readonly record struct IssuedId(MemoryGroup Group, UInt128 Key, DateTimeOffset At);
}
