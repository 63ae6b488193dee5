namespace Parley.Channels;

/// <summary>
/// A group's stream within one process: what is told about the group, and in which order. It is there while the node has
/// a member in the group, and while something is on its way into history.
/// </summary>
/// <param name="streams">Where it is found.</param>
/// <param name="name">The group.</param>
/// <param name="epoch">The epoch it counts in; null if history counts.</param>
internal sealed class GroupStream(GroupStreams streams, GroupName name, string? epoch)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingStep> _pending = new();
    private string? _epoch = epoch;
    private long _offset;
    private bool _isRetired;

    public GroupName Name => name;

    public bool IsSubscribed { get; private set; }

    /// <summary>Begins to tell. False if the stream has been given up: make another.</summary>
    public bool TrySubscribe(out StreamPosition position)
    {
        lock (_lock)
        {
            position = new StreamPosition(_epoch!, _offset);
            IsSubscribed = !_isRetired;
            return IsSubscribed;
        }
    }

    public void Unsubscribe()
    {
        lock (_lock)
        {
            IsSubscribed = false;
        }
    }

    /// <summary>Gives the stream up unless somebody needs it. True if it has been given up.</summary>
    public bool TryRetire()
    {
        lock (_lock)
        {
            _isRetired |= !IsSubscribed && _pending.Count == 0;
            return _isRetired;
        }
    }

    /// <summary>History has said where the group stands.</summary>
    public void OnHead(StreamPosition head)
    {
        lock (_lock)
        {
            _epoch ??= head.Epoch;
        }
    }

    /// <summary>Tells a publication that is not kept: a signal, or everything if there is no history.</summary>
    public PublishResult Tell(Publication publication)
    {
        // Under the group's lock all loops get its publications in one order.
        lock (_lock)
        {
            StreamPosition position = default;
            if (IsSubscribed)
            {
                if (publication.Kind != PublicationKind.Signal)
                {
                    position = new StreamPosition(_epoch!, ++_offset);
                }

                streams.Handler.OnPublication(name, publication, position);
            }

            return new PublishResult(PublishStatus.NotStored, position);
        }
    }

    /// <summary>Keeps a publication, then tells it. False if the stream has been given up.</summary>
    public bool TryPublish(IHistoryStore history, Publication publication, out ValueTask<PublishResult> result)
    {
        PendingPublish pending;
        lock (_lock)
        {
            result = default;
            if (_isRetired)
            {
                return false;
            }

            // The store numbers its publications in the order of the calls, which is that of this lock.
            ValueTask<PublishResult> append = history.AppendAsync(name, publication);
            if (append.IsCompletedSuccessfully && _pending.Count == 0)
            {
                PublishResult appended = append.Result;
                OnAppended(publication, appended);
                result = ValueTask.FromResult(appended);
                return true;
            }

            pending = new PendingPublish(this, publication, append);
            _pending.Enqueue(pending);
        }

        result = new ValueTask<PublishResult>(pending.Answer);
        pending.WhenReady(Proceed);
        return true;
    }

    /// <summary>Erases a publication, then tells so. False if the stream has been given up.</summary>
    public bool TryErase(IHistoryStore history, long offset, out ValueTask<bool> result)
    {
        PendingErase pending;
        lock (_lock)
        {
            result = default;
            if (_isRetired)
            {
                return false;
            }

            pending = new PendingErase(this, offset, history.EraseAsync(name, offset, CancellationToken.None));
            _pending.Enqueue(pending);
        }

        result = new ValueTask<bool>(pending.Answer);
        pending.WhenReady(Proceed);
        return true;
    }

    /// <summary>History has answered. Under the stream's lock.</summary>
    public void OnAppended(Publication publication, PublishResult result)
    {
        if (!IsSubscribed || result.Status != PublishStatus.Stored)
        {
            return;
        }

        StreamPosition position = result.Position;
        if (_epoch is not null && _epoch != position.Epoch)
        {
            streams.Handler.OnNewEpoch(name, position with { Offset = position.Offset - 1 });
        }

        _epoch = position.Epoch;
        streams.Handler.OnPublication(name, publication, position);
    }

    /// <summary>History has erased something. Under the stream's lock.</summary>
    public void OnErased(long offset)
    {
        if (IsSubscribed)
        {
            streams.Handler.OnErased(name, offset);
        }
    }

    // Steps end in the order in which they began, whichever history answers first.
    private void Proceed()
    {
        lock (_lock)
        {
            while (_pending.TryPeek(out PendingStep? step) && step.IsReady)
            {
                _pending.Dequeue();
                step.End();
            }
        }

        if (!IsSubscribed)
        {
            streams.Retire(this);
        }
    }
}
