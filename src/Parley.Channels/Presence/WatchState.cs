namespace Parley.Channels;

/// <summary>
/// How far a node has read a group's updates in the store. What comes before the group itself has been read is kept
/// until then; a hole in the numbers means that something was missed, and that the group has to be read again.
/// </summary>
internal sealed class WatchState
{
    // More than this is not kept for a store that tells but can't be read.
    private const int MaxEarly = 1000;

    private List<(long Number, PresenceUpdate Update)> _early = [];
    private long _number;
    private bool _hasMissed;

    public bool IsWatched { get; private set; }

    /// <summary>The group is to be read, again or for the first time.</summary>
    public void Restart()
    {
        IsWatched = false;
        _hasMissed = true;
        _early.Clear();
    }

    /// <summary>The group is about to be read: whatever has been missed until now will be in what is read.</summary>
    public void BeginRead() => _hasMissed = false;

    /// <summary>The group has been read.</summary>
    /// <returns>The updates that came meanwhile.</returns>
    public IEnumerable<(long Number, PresenceUpdate Update)> OnRead(long number)
    {
        IsWatched = !_hasMissed;
        _number = number;
        List<(long Number, PresenceUpdate Update)> early = _early;
        _early = [];
        return early;
    }

    /// <summary>An update has come. True if it is the next one, and to be applied.</summary>
    public bool IsNext(long number, PresenceUpdate update)
    {
        if (IsWatched && number <= _number)
        {
            return false;
        }

        if (IsWatched && number == _number + 1)
        {
            _number = number;
            return true;
        }

        IsWatched = false;
        if (_early.Count == MaxEarly)
        {
            _early.Clear();
            _hasMissed = true;
        }

        _early.Add((number, update));
        return false;
    }
}
