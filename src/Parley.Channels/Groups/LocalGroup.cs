namespace Parley.Channels;

/// <summary>A group's members on this node, and the node's subscription that goes with having any.</summary>
internal sealed class LocalGroup(GroupName name, IChannelLayer layer) : IDisposable
{
    // One member joins or leaves at a time, since the first and the last have to wait for the layer.
    private readonly SemaphoreSlim _turn = new(1);
    private int _memberCount;
    private bool _isAbandoned;

    public ConnectionSet Connections { get; } = new();

    public int MemberCount => Volatile.Read(ref _memberCount);

    /// <summary>Adds a member. False if the group has lost its last one meanwhile: look it up again.</summary>
    public async ValueTask<bool> TryAddAsync(WebSocketConnection connection, CancellationToken cancellationToken)
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
                await layer.SubscribeAsync(name, cancellationToken).ConfigureAwait(false);
            }

            _memberCount++;
            Connections.Add(connection);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a member out. True if it was the last one: the group is done with.</summary>
    public async ValueTask<bool> RemoveAsync(WebSocketConnection connection)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            Connections.Remove(connection);
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

    public void Dispose() => _turn.Dispose();
}
