namespace Parley.Channels;

/// <summary>
/// Decides when a client reads on. It stops while a room's reader is behind, unless it waits for an answer, which a reader
/// may be waiting for, too. A reader that takes nothing at all holds the others up for a while, and then no longer.
/// </summary>
internal sealed class ClientFlow(TimeSpan patience)
{
    private readonly HashSet<ClientRoom> _full = [];
    private TimeSpan _patienceEnds;

    public bool IsPaused { get; private set; }

    /// <summary>When those who are full are given up.</summary>
    public TimeSpan Due => IsPaused ? _patienceEnds : TimeSpan.MaxValue;

    public IEnumerable<ClientRoom> Full => _full;

    public void OnTold(ClientRoom room)
    {
        if (room.Inbox.IsFull && !room.IsBehind)
        {
            _full.Add(room);
        }
    }

    public void OnTaken(ClientRoom room, TimeSpan now)
    {
        if (_full.Contains(room))
        {
            _patienceEnds = now + patience;
            if (room.Inbox.IsHalfEmpty)
            {
                _full.Remove(room);
            }
        }
    }

    public void Forget(ClientRoom room) => _full.Remove(room);

    /// <summary>There is no connection any more that could be read or not.</summary>
    public void Reset() => IsPaused = false;

    /// <summary>Decides anew.</summary>
    /// <returns>Whether the decision is another one.</returns>
    public bool Decide(TimeSpan now, bool isAnswerAwaited)
    {
        bool pauses = _full.Count > 0 && !isAnswerAwaited;
        if (pauses == IsPaused)
        {
            return false;
        }

        IsPaused = pauses;
        _patienceEnds = now + patience;
        return true;
    }
}
