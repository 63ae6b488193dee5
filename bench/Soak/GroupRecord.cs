namespace Parley.Soak;

/// <summary>What a group has been told. Any thread.</summary>
/// <param name="mayForget">Whether history may be lost: then a new epoch begins, and what the former one had last may be lost.</param>
internal sealed class GroupRecord(bool mayForget)
{
    private readonly Lock _lock = new();
    private readonly List<EpochRecord> _epochs = [];

    public bool MayForget => mayForget;

    /// <summary>How many publications stand in it: the newest offset of its last epoch.</summary>
    public long Newest
    {
        get
        {
            lock (_lock)
            {
                return _epochs.Count == 0 ? 0 : _epochs[^1].Newest;
            }
        }
    }

    /// <summary>The epoch that began last, or null.</summary>
    public string? Epoch
    {
        get
        {
            lock (_lock)
            {
                return _epochs.Count == 0 ? null : _epochs[^1].Epoch;
            }
        }
    }

    /// <summary>A member was told of a publication.</summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="offset">Its offset, which is one more than that of the one before.</param>
    /// <param name="text">What was published.</param>
    /// <param name="tally">Counts what is wrong.</param>
    public void Add(string epoch, long offset, string text, Tally tally)
    {
        lock (_lock)
        {
            EpochRecord? record = _epochs.Find(known => known.Epoch == epoch);
            if (record is null)
            {
                _epochs.Add(record = new EpochRecord(epoch));
                if (_epochs.Count > 1 && !mayForget)
                {
                    tally.Fail("lost", $"epoch {epoch} began after {_epochs[^2].Newest} of {_epochs[^2].Epoch}");
                }
            }

            record.Add(offset, text, tally);
        }
    }

    /// <summary>Checks that a publication stands where its acknowledgement said, and nowhere else.</summary>
    public void Check(string text, long offset, Tally tally)
    {
        long[] places = [.. _epochs.Select(epoch => epoch.PlaceOf(text)).OfType<long>()];
        if (places.Length == 0 && _epochs.SkipLast(1).Any(epoch => offset > epoch.Newest))
        {
            // It came behind all that was told of an epoch that was lost: the gap to its end names it.
            tally.CountForgotten();
        }
        else if (places.Length == 0)
        {
            tally.Fail("lost", $"{text} was acknowledged at {offset}, and nobody was told");
        }
        else if (places.Length > 1)
        {
            // Its answer and its id were lost with an epoch of which members had been told it: sent again, it was a new one.
            tally.CountTwoEpochs();
        }
        else if (!places.Contains(offset) && _epochs.Count == 1)
        {
            tally.Fail("duplicated", $"{text} was acknowledged at {offset}, and stands at {places[0]}");
        }
    }
}
