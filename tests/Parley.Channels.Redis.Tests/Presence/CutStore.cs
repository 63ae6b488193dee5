namespace Parley.Channels.Redis.Tests.Presence;

/// <summary>A node's way to the store, which can be cut: then every call fails, and nothing is told.</summary>
internal sealed class CutStore(IPresenceStore store) : IPresenceStore, IPresenceStoreHandler
{
    private IPresenceStoreHandler? _handler;
    private TaskCompletionSource _round = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsCut { get; set; }

    /// <summary>Completes when the node has renewed its lease and looked after those of others.</summary>
    public Task NextRound => _round.Task;

    public ValueTask StartAsync(IPresenceStoreHandler handler, CancellationToken cancellationToken = default)
    {
        _handler = handler;
        return Reach().StartAsync(this, cancellationToken);
    }

    public ValueTask<PresenceRoster> WatchAsync(GroupName group) => Reach().WatchAsync(group);

    public ValueTask UnwatchAsync(GroupName group) => Reach().UnwatchAsync(group);

    public ValueTask<PresenceRoster> ReadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        Reach().ReadAsync(group, cancellationToken);

    public ValueTask<bool> UpdateAsync(GroupName group, PresenceUpdate update) => Reach().UpdateAsync(group, update);

    public ValueTask BeginLeaseAsync(PresenceNode node, TimeSpan lease) => Reach().BeginLeaseAsync(node, lease);

    public ValueTask<bool> RenewLeaseAsync(PresenceNode node, TimeSpan lease) => Reach().RenewLeaseAsync(node, lease);

    public ValueTask EndLeaseAsync(PresenceNode node) => Reach().EndLeaseAsync(node);

    public async ValueTask EndExpiredLeasesAsync()
    {
        await Reach().EndExpiredLeasesAsync();
        TaskCompletionSource round = _round;
        _round = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        round.SetResult();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>The way is open again.</summary>
    public void Heal()
    {
        IsCut = false;
        _handler!.OnReconnected();
    }

    public void OnUpdate(GroupName group, long number, PresenceUpdate update)
    {
        if (!IsCut)
        {
            _handler!.OnUpdate(group, number, update);
        }
    }

    public void OnReconnected()
    {
        if (!IsCut)
        {
            _handler!.OnReconnected();
        }
    }

    private IPresenceStore Reach() => IsCut ? throw new IOException("The way to the store is cut.") : store;
}
