namespace Parley.Channels;

/// <summary>
/// A node's lease in the store, without which the node's people are gone. Each that is begun after one was lost is another
/// life of the node.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="length">How long it lasts without being renewed.</param>
internal sealed class NodeLease(IPresenceStore store, TimeSpan length)
{
    private readonly string _id = StoreEpoch.Create();
    private long _life;
    private bool _isHeld;

    /// <summary>Whether there is one, as far as is known.</summary>
    public bool IsHeld => Volatile.Read(ref _isHeld);

    /// <summary>The node in its present life.</summary>
    public PresenceNode Node => new(_id, Interlocked.Read(ref _life));

    /// <summary>Begins the next life.</summary>
    public async ValueTask BeginAsync()
    {
        Volatile.Write(ref _isHeld, false);
        var next = new PresenceNode(_id, Node.Life + 1);
        await store.BeginLeaseAsync(next, length).ConfigureAwait(false);
        Interlocked.Exchange(ref _life, next.Life);
        Volatile.Write(ref _isHeld, true);
    }

    /// <summary>Renews it. False if there is none any more.</summary>
    public async ValueTask<bool> TryRenewAsync() =>
        IsHeld && await store.RenewLeaseAsync(Node, length).ConfigureAwait(false);

    /// <summary>The store says that it has ended.</summary>
    public void OnEnded() => Volatile.Write(ref _isHeld, false);

    /// <summary>Gives it back: the node's people leave at once.</summary>
    public ValueTask EndAsync() => store.EndLeaseAsync(Node);
}
