namespace Parley.Channels;

/// <summary>
/// A group of a <see cref="ClusterPresence"/>: it keeps the store in line with what the node knows of the group. The store is
/// told by one worker at a time, which goes on until nothing is left to say, however often it fails.
/// </summary>
internal sealed class ClusterGroup(GroupName name, ClusterPresence owner, PresenceTeller teller, IPresenceStore store)
{
    private readonly ClusterView _view = new(name, teller, owner.Node.Id);

    public GroupName Name => name;

    /// <summary>A connection of this node has come. False if the group has been given up.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="said">Completes when the group has been read and the others know.</param>
    public bool TryEnter(PresenceMember member, out Task said)
    {
        bool isIn = _view.TryEnter(member, out Task? toSay);
        said = Say(toSay);
        return isIn;
    }

    /// <summary>A connection of this node has gone. Completes when the others know.</summary>
    public Task LeaveAsync(string client)
    {
        _view.TryLeave(client, out Task? toSay);
        return Say(toSay);
    }

    /// <inheritdoc cref="ClusterView.Read"/>
    public PresenceSnapshot? Read(PresenceMember? own) => _view.Read(own);

    /// <summary>The store has said something.</summary>
    public void OnUpdate(long number, PresenceUpdate update)
    {
        if (_view.OnUpdate(number, update))
        {
            Work();
        }
    }

    /// <inheritdoc cref="ClusterView.OnReconnected"/>
    public void OnReconnected()
    {
        _view.OnReconnected();
        Work();
    }

    /// <inheritdoc cref="ClusterView.EnterAnew"/>
    public void EnterAnew()
    {
        _view.EnterAnew();
        Work();
    }

    /// <summary>Brings the store into line, unless that is being done.</summary>
    public void Work()
    {
        if (_view.TryBeginWork())
        {
            _ = WorkAsync();
        }
    }

    private Task Say(Task? toSay)
    {
        if (toSay is not null)
        {
            Work();
        }

        return toSay ?? Task.CompletedTask;
    }

    private async Task WorkAsync()
    {
        while (_view.NextStep() is var step && step != ClusterStep.None)
        {
            bool isDone = step switch
            {
                ClusterStep.Watch => await WatchAsync().ConfigureAwait(false),
                ClusterStep.Update => await UpdateAsync().ConfigureAwait(false),
                _ => await UnwatchAsync().ConfigureAwait(false),
            };
            if (!isDone)
            {
                // Until the store can be reached again: then it is tried again. At once, if that was said while this try failed.
                if (_view.GiveUpWork())
                {
                    Work();
                }

                return;
            }
        }

        if (_view.IsRetired)
        {
            owner.Remove(this);
        }
    }

    private async ValueTask<bool> WatchAsync()
    {
        try
        {
            _view.OnRead(await store.WatchAsync(name).ConfigureAwait(false));
            return true;
        }
        catch (Exception exception)
        {
            owner.OnFault(exception);
            return false;
        }
    }

    private async ValueTask<bool> UpdateAsync()
    {
        PresenceBatch batch = _view.TakeBatch();
        PresenceNode node = owner.Node;
        try
        {
            if (await store.UpdateAsync(name, batch.ToUpdate(node)).ConfigureAwait(false))
            {
                batch.End();
                return true;
            }
        }
        catch (Exception exception)
        {
            owner.OnFault(exception);
            _view.KeepForLater(batch);
            return false;
        }

        _view.KeepForLater(batch);
        return owner.OnLeaseEnded(node);
    }

    private async ValueTask<bool> UnwatchAsync()
    {
        _view.OnUnwatching();
        try
        {
            await store.UnwatchAsync(name).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It tells what nobody hears.
            owner.OnFault(exception);
        }

        return true;
    }
}
