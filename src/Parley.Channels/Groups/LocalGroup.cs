using Parley.Protocol;

namespace Parley.Channels;

/// <summary>A group's members on this node, and the node's subscription that goes with having any.</summary>
internal sealed class LocalGroup(GroupName name, IChannelLayer layer, GroupsOptions options)
{
    // One member joins or leaves at a time, since the first and the last have to wait for the layer.
    private readonly AsyncTurn _turn = new(options.Scheduler);

    // Whoever tells the group something tells it to all under this lock: so there is one order, and a session can be let
    // in between two publications.
    private readonly Lock _telling = new();
    private readonly Delivery _delivery = DeliveryFor(options.SlowReaders(name));
    private GroupSessions? _sessions;
    private StreamPosition _position;
    private int _memberCount;
    private int _rawCount;
    private bool _isAbandoned;

    public GroupName Name => name;

    public IChannelLayer Layer => layer;

    public IPresence? Presence => options.Presence;

    /// <summary>What has been told last. Under the lock.</summary>
    public StreamPosition Position => _position;

    /// <summary>The members that speak no subprotocol.</summary>
    public ConnectionSet Connections { get; } = new();

    public int MemberCount => Volatile.Read(ref _memberCount);

    /// <summary>Adds a member that speaks no subprotocol and has been counted.</summary>
    public void Add(WebSocketConnection connection)
    {
        Interlocked.Increment(ref _rawCount);
        Connections.Add(connection);
    }

    /// <summary>Takes such a member out.</summary>
    public void Remove(WebSocketConnection connection)
    {
        Connections.Remove(connection);
        Interlocked.Decrement(ref _rawCount);
    }

    /// <summary>The connections of all members.</summary>
    public async ValueTask<IReadOnlyList<WebSocketConnection>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WebSocketConnection> raw = await Connections.ListAsync(cancellationToken).ConfigureAwait(false);
        lock (_telling)
        {
            return _sessions is null ? raw : [.. raw, .. _sessions.Connections];
        }
    }

    /// <summary>Counts a member. False if the group has lost its last one meanwhile: look it up again.</summary>
    public async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isAbandoned)
            {
                return false;
            }

            if (_memberCount == 0)
            {
                OnSubscribed(await layer.SubscribeAsync(name, cancellationToken).ConfigureAwait(false));
            }

            _memberCount++;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Counts a member out. True if it was the last one: the group is done with.</summary>
    public async ValueTask<bool> LeaveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (--_memberCount > 0)
            {
                return false;
            }

            _isAbandoned = true;
            await layer.UnsubscribeAsync(name).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Somebody could not join. True if nobody else is a member either: the group is done with.</summary>
    public async ValueTask<bool> TryAbandonAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isAbandoned |= _memberCount == 0;
        _turn.Release();
        return _isAbandoned;
    }

    /// <summary>Begins to hold for a session, which has been counted, what is told from now on.</summary>
    public GroupSessions Follow(SessionGroup session)
    {
        lock (_telling)
        {
            _sessions ??= new GroupSessions(this, _telling, _delivery, options);
            _sessions.Add(session, _position);
            return _sessions;
        }
    }

    public void OnPublication(Publication publication, StreamPosition position, WebSocketConnection? except)
    {
        lock (_telling)
        {
            if (position.Epoch is not null)
            {
                MoveTo(position);
            }

            switch (publication.Kind)
            {
                case PublicationKind.Message:
                    TellRaw(publication, except);
                    _sessions?.OnMessage(publication, position);
                    break;
                case PublicationKind.Event:
                    TellConsumers(publication, except);
                    break;
                default:
                    _sessions?.OnSignal(publication);
                    break;
            }
        }
    }

    public void OnGap(StreamGap gap)
    {
        // The end of an epoch is told by the next one.
        if (gap.To is { } to)
        {
            lock (_telling)
            {
                MoveTo(new StreamPosition(gap.Epoch, to));
                _sessions?.OnGap(gap, to);
            }
        }
    }

    public void OnNewEpoch(StreamPosition position)
    {
        lock (_telling)
        {
            BeginEpoch(position);
        }
    }

    public void OnErased(long offset)
    {
        lock (_telling)
        {
            _sessions?.OnErased(offset);
        }
    }

    public void OnPresence(PresenceChange change)
    {
        lock (_telling)
        {
            _sessions?.Presence?.OnChange(change);
        }
    }

    public void OnPresenceReset(PresenceSnapshot snapshot)
    {
        lock (_telling)
        {
            _sessions?.Presence?.OnReset(snapshot);
        }
    }

    // To keep the latest of each key there would have to be a key.
    private static Delivery DeliveryFor(SlowReaderPolicy policy) =>
        new(policy == SlowReaderPolicy.KeepLatest ? SlowReaderPolicy.DropOldest : policy);

    private void OnSubscribed(StreamPosition position)
    {
        lock (_telling)
        {
            // What has been told since is newer.
            if (_position.Epoch is null || (_position.Epoch == position.Epoch && _position.Offset < position.Offset))
            {
                _position = position;
            }
        }
    }

    private void MoveTo(StreamPosition position)
    {
        if (_position.Epoch is not null && _position.Epoch != position.Epoch)
        {
            BeginEpoch(position with { Offset = position.Offset - 1 });
        }

        _position = position;
    }

    private void BeginEpoch(StreamPosition position)
    {
        StreamPosition last = _position;
        _position = position;
        if (last.Epoch is not null && last.Epoch != position.Epoch)
        {
            _sessions?.OnNewEpoch(last, position);
        }
    }

    private void TellRaw(Publication publication, WebSocketConnection? except)
    {
        if (Volatile.Read(ref _rawCount) == 0)
        {
            return;
        }

        PreparedMessage message = SessionData.ToRaw(publication);
        Connections.Publish(message, _delivery with { Except = except });
        message.Release();
    }

    private void TellConsumers(Publication publication, WebSocketConnection? except) => Connections.ForEach(
        static (connection, delivery) => ((EventDelivery)delivery!).To(connection), EventDelivery.Of(publication, except));
}
