using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>
/// A group's members on all nodes, as one of the nodes sees them, and what the node has yet to say to the store of its own
/// connections. What the node knows itself it tells its own members at once. Every method takes the lock.
/// </summary>
/// <param name="name">The group.</param>
/// <param name="teller">Who tells.</param>
/// <param name="node">The node's id.</param>
internal sealed class ClusterView(GroupName name, PresenceTeller teller, string node) : ToldGroup(name, teller)
{
    // The node's own connections stay, whatever becomes of its leases.
    private readonly PresenceNode _own = new(node, 0);
    private readonly Dictionary<string, PresenceMember> _local = new(StringComparer.Ordinal);
    private readonly WatchState _watch = new();
    private PresenceBatch _batch = new();
    private bool _isWorking;

    // Whether there is a reason to try that the step that is being done may have come too early for.
    private bool _isAskedAgain;

    // Whether the node's own connections are in: only after those who came before them elsewhere.
    private bool _isOpen;

    /// <summary>A connection of this node has come. False if the group has been given up.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="said">Completes when the group has been read and the others know; null if there is nothing to say.</param>
    public bool TryEnter(PresenceMember member, out Task? said)
    {
        lock (Lock)
        {
            said = null;
            if (IsRetired || !_local.TryAdd(member.Client, member))
            {
                return !IsRetired;
            }

            _batch.Enter(member);
            if (_isOpen)
            {
                Presence.Enter(_own, member);
                OnChanged();
            }

            said = _batch.WaitAsync();
            return true;
        }
    }

    /// <summary>A connection of this node has gone. False if it was not there.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="said">Completes when the others know.</param>
    public bool TryLeave(string client, [NotNullWhen(true)] out Task? said)
    {
        lock (Lock)
        {
            said = null;
            if (!_local.Remove(client))
            {
                return false;
            }

            Presence.Leave(_own, client);
            TellMembers();
            _batch.Leave(client);
            said = _batch.WaitAsync();
            return true;
        }
    }

    /// <summary>What is known; null if the node doesn't follow the group.</summary>
    /// <param name="own">A connection to be in it in any case.</param>
    public PresenceSnapshot? Read(PresenceMember? own)
    {
        lock (Lock)
        {
            // Who has been told nothing since the last of this node's own left knows nothing any more.
            return own is not null || (_isOpen && _local.Count > 0) ? Presence.Read(own) : null;
        }
    }

    /// <summary>The store has said something. True if something before it was missed.</summary>
    public bool OnUpdate(long number, PresenceUpdate update)
    {
        lock (Lock)
        {
            bool wasWatched = _watch.IsWatched;
            Apply(number, update);
            return wasWatched && !_watch.IsWatched;
        }
    }

    /// <summary>Updates may have been missed.</summary>
    public void OnReconnected()
    {
        lock (Lock)
        {
            _watch.Restart();
        }
    }

    /// <summary>The node has a new lease: all its connections are to be entered under it.</summary>
    public void EnterAnew()
    {
        lock (Lock)
        {
            foreach (PresenceMember member in _local.Values)
            {
                _batch.Enter(member);
            }
        }
    }

    /// <summary>Whether the store may be spoken to: not if somebody does, nor once the group has been given up.</summary>
    public bool TryBeginWork()
    {
        lock (Lock)
        {
            bool mayBegin = !_isWorking && !IsRetired;
            _isWorking |= mayBegin;
            _isAskedAgain |= !mayBegin;
            return mayBegin;
        }
    }

    /// <summary>What is to be said to the store next. With nothing to say, the work has ended, and maybe the group.</summary>
    public ClusterStep NextStep()
    {
        lock (Lock)
        {
            _isAskedAgain = false;
            if (_local.Count > 0 && !_watch.IsWatched)
            {
                _watch.BeginRead();
                return ClusterStep.Watch;
            }

            if (!_batch.IsEmpty)
            {
                return ClusterStep.Update;
            }

            if (_watch.IsWatched && _local.Count == 0)
            {
                return ClusterStep.Unwatch;
            }

            _isWorking = false;
            if (_local.Count == 0)
            {
                Retire();
            }

            return ClusterStep.None;
        }
    }

    /// <summary>The store has been read.</summary>
    public void OnRead(PresenceRoster roster)
    {
        lock (Lock)
        {
            Presence.Replace(_own.Id, roster.Entries);
            foreach ((long number, PresenceUpdate update) in _watch.OnRead(roster.Number))
            {
                Apply(number, update);
            }

            Open();
        }
    }

    /// <summary>The store is about to be told that the node no longer follows the group.</summary>
    public void OnUnwatching()
    {
        lock (Lock)
        {
            _watch.Restart();
            _isOpen = _local.Count > 0;
        }
    }

    /// <summary>Takes what is to be said of the node's connections.</summary>
    public PresenceBatch TakeBatch()
    {
        lock (Lock)
        {
            PresenceBatch batch = _batch;
            _batch = new PresenceBatch();
            return batch;
        }
    }

    /// <summary>What could not be said is part of what is to be said next.</summary>
    public void KeepForLater(PresenceBatch batch)
    {
        lock (Lock)
        {
            _batch.TakeOver(batch);
        }

        batch.End();
    }

    /// <summary>
    /// The work has ended for now, since the store can't be reached. The members go without: what the node knows itself is
    /// all that is known.
    /// </summary>
    /// <returns>Whether to try again at once, since there came a reason to while this try failed.</returns>
    public bool GiveUpWork()
    {
        PresenceBatch batch;
        bool isAskedAgain;
        lock (Lock)
        {
            _isWorking = false;
            isAskedAgain = _isAskedAgain;
            Open();
            batch = _batch;
            _batch = new PresenceBatch();
            _batch.TakeOver(batch);
        }

        batch.End();
        return isAskedAgain;
    }

    // Whoever has joined meanwhile waits to hear who is there.
    private void Open()
    {
        _isOpen = true;
        foreach (PresenceMember member in _local.Values)
        {
            Presence.Enter(_own, member);
        }

        Tell();
    }

    private void Apply(long number, PresenceUpdate update)
    {
        if (!_watch.IsNext(number, update) || update.Node.Id == _own.Id)
        {
            return;
        }

        if (update.Kind == PresenceUpdateKind.NodeEnded)
        {
            Presence.LeaveAll(update.Node);
        }

        foreach (PresenceMember member in update.Entered)
        {
            Presence.Enter(update.Node, member);
        }

        foreach (string client in update.Left)
        {
            Presence.Leave(update.Node, client);
        }

        TellMembers();
    }

    private void TellMembers()
    {
        if (_local.Count > 0)
        {
            OnChanged();
        }
    }
}
