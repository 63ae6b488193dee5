namespace Parley.Soak;

/// <summary>What one member was told, and what it was promised. One thread at a time tells it.</summary>
internal sealed class MemberRecord(string name, GroupRecord group, Tally tally)
{
    private readonly List<(string Text, long Offset)> _acknowledged = [];
    private long _position;
    private string? _epoch;

    public string Name => name;

    public GroupRecord Group => group;

    /// <summary>The last offset that it was told.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Whether it was told everything that its group was.</summary>
    public bool IsUpToDate => Position == group.Newest && (_epoch == group.Epoch || group.Newest == 0);

    public void OnPublication(string epoch, long offset, string text)
    {
        tally.CountDelivered();
        _epoch ??= epoch;
        if (epoch != _epoch)
        {
            tally.Fail("lost", $"{name} was told of epoch {epoch} in {_epoch}, without a gap");
        }

        if (offset <= Position)
        {
            tally.Fail("duplicated", $"{name} was told of {offset} after {Position}");
            return;
        }

        if (offset > Position + 1)
        {
            tally.Fail("lost", $"{name} was told of {offset} right after {Position}");
        }

        Interlocked.Exchange(ref _position, offset);
        group.Add(epoch, offset, text, tally);
    }

    /// <summary>Everything that was published is within history's reach, so nothing may be missing unless history may be lost.</summary>
    public void OnGap(string epoch, long from, long? to)
    {
        tally.CountGap();
        if (to is null)
        {
            _epoch = null;
        }

        if (to is not null || !group.MayForget)
        {
            tally.Fail("lost", $"{name} was told of a gap from {from} to {(to is { } last ? $"{last}" : "the end")} of {epoch}");
        }

        Interlocked.Exchange(ref _position, to ?? 0);
    }

    public void OnAcknowledged(string text, long offset, bool isDuplicate)
    {
        tally.CountAcknowledged(isDuplicate);
        lock (_acknowledged)
        {
            _acknowledged.Add((text, offset));
        }
    }

    /// <summary>Compares what it was promised with what its group was told.</summary>
    public void Check()
    {
        if (!IsUpToDate)
        {
            tally.Fail("lost", $"{name} was told up to {Position} of {group.Newest}");
        }

        foreach ((string text, long offset) in _acknowledged)
        {
            group.Check(text, offset, tally);
        }
    }
}
