namespace Parley.Channels;

/// <summary>
/// A group's members on all nodes, as one of the nodes sees them. What the node knows itself it tells its own members
/// at once; the store is told by one worker at a time, which brings it into line with the node, however often it fails.
/// </summary>
internal sealed class ClusterGroup : ToldGroup
{
    private readonly Dictionary<string, PresenceMember> _local = new(StringComparer.Ordinal);
    private readonly ClusterPresence _owner;
    private readonly IPresenceStore _store;
    private readonly WatchState _watch = new();
    private PresenceBatch _batch = new();
    private bool _isWorking;

    // Whether there is a reason to try that the step that is being done may have come too early for.
    private bool _isAskedAgain;

    // Whether the node's own connections are in: only after those who came before them elsewhere.
    private bool _isOpen;

    public ClusterGroup(GroupName name, ClusterPresence owner, PresenceTeller teller, IPresenceStore store)
        : base(name, teller) =>
        (_owner, _store) = (owner, store);

    // The node's own connections stay, whatever becomes of its leases.
    private PresenceNode Own => new(_owner.Node.Id, 0);

    /// <summary>A connection of this node has come. False if the group has been given up.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="said">Completes when the group has been read and the others know.</param>
    public bool TryEnter(PresenceMember member, out Task said)
    {
        lock (Lock)
        {
            said = Task.CompletedTask;
            if (IsRetired || !_local.TryAdd(member.Client, member))
            {
                return !IsRetired;
            }

            _batch.Enter(member);
            if (_isOpen)
            {
                Presence.Enter(Own, member);
                OnChanged();
            }

            said = _batch.WaitAsync();
        }

        Work();
        return true;
    }

    /// <summary>A connection of this node has gone. Completes when the others know.</summary>
    public Task LeaveAsync(string client)
    {
        Task said;
        lock (Lock)
        {
            if (!_local.Remove(client))
            {
                return Task.CompletedTask;
            }

            Presence.Leave(Own, client);
            TellMembers();
            _batch.Leave(client);
            said = _batch.WaitAsync();
        }

        Work();
        return said;
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

    /// <summary>The store has said something.</summary>
    public void OnUpdate(long number, PresenceUpdate update)
    {
        bool isHole;
        lock (Lock)
        {
            bool wasWatched = _watch.IsWatched;
            Apply(number, update);
            isHole = wasWatched && !_watch.IsWatched;
        }

        if (isHole)
        {
            Work();
        }
    }

    /// <summary>Updates may have been missed.</summary>
    public void OnReconnected()
    {
        lock (Lock)
        {
            _watch.Restart();
        }

        Work();
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

        Work();
    }

    /// <summary>Brings the store into line, unless that is being done.</summary>
    public void Work()
    {
        lock (Lock)
        {
            if (_isWorking || IsRetired)
            {
                _isAskedAgain = true;
                return;
            }

            _isWorking = true;
        }

        _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        while (NextStep() is var step && step != ClusterStep.None)
        {
            bool isDone = step switch
            {
                ClusterStep.Watch => await WatchAsync().ConfigureAwait(false),
                ClusterStep.Update => await UpdateAsync().ConfigureAwait(false),
                _ => await UnwatchAsync().ConfigureAwait(false),
            };
            if (!isDone)
            {
                GiveUp();
                return;
            }
        }
    }

    private ClusterStep NextStep()
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
                _owner.Remove(this);
            }

            return ClusterStep.None;
        }
    }

    private async ValueTask<bool> WatchAsync()
    {
        try
        {
            PresenceRoster roster = await _store.WatchAsync(Name).ConfigureAwait(false);
            OnRead(roster);
            return true;
        }
        catch (Exception exception)
        {
            _owner.OnFault(exception);
            return false;
        }
    }

    private void OnRead(PresenceRoster roster)
    {
        lock (Lock)
        {
            Presence.Replace(Own.Id, roster.Entries);
            foreach ((long number, PresenceUpdate update) in _watch.OnRead(roster.Number))
            {
                Apply(number, update);
            }

            Open();
        }
    }

    // Whoever has joined meanwhile waits to hear who is there.
    private void Open()
    {
        _isOpen = true;
        foreach (PresenceMember member in _local.Values)
        {
            Presence.Enter(Own, member);
        }

        Tell();
    }

    private async ValueTask<bool> UpdateAsync()
    {
        PresenceBatch batch;
        lock (Lock)
        {
            (batch, _batch) = (_batch, new PresenceBatch());
        }

        PresenceNode node = _owner.Node;
        try
        {
            if (await _store.UpdateAsync(Name, batch.ToUpdate(node)).ConfigureAwait(false))
            {
                batch.End();
                return true;
            }
        }
        catch (Exception exception)
        {
            _owner.OnFault(exception);
            KeepForLater(batch);
            return false;
        }

        KeepForLater(batch);
        return _owner.OnLeaseEnded(node);
    }

    private async ValueTask<bool> UnwatchAsync()
    {
        lock (Lock)
        {
            _watch.Restart();
            _isOpen = _local.Count > 0;
        }

        try
        {
            await _store.UnwatchAsync(Name).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It tells what nobody hears.
            _owner.OnFault(exception);
        }

        return true;
    }

    // Until the store can be reached again: then it is tried again. At once, if that was said while this try failed.
    private void GiveUp()
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

        // The members go without: what the node knows itself is all that is known now.
        batch.End();
        if (isAskedAgain)
        {
            Work();
        }
    }

    private void KeepForLater(PresenceBatch batch)
    {
        lock (Lock)
        {
            _batch.TakeOver(batch);
        }

        batch.End();
    }

    private void Apply(long number, PresenceUpdate update)
    {
        if (!_watch.IsNext(number, update) || update.Node.Id == Own.Id)
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
