using Parley.Channels;

namespace Parley.Testing;

/// <summary>The presence store as one node of an <see cref="InMemoryCluster"/> sees it.</summary>
internal sealed class MemoryPresenceStore(NodeLink link, InMemoryCluster cluster) : IPresenceStore
{
    private IPresenceStoreHandler? _handler;

    /// <summary>Told of the node's line.</summary>
    public IPresenceStoreHandler? StartedHandler => _handler;

    private ClusterRosters Rosters => cluster.Rosters;

    public ValueTask StartAsync(IPresenceStoreHandler handler, CancellationToken cancellationToken = default)
    {
        _handler = handler;
        return ValueTask.CompletedTask;
    }

    public ValueTask<PresenceRoster> WatchAsync(GroupName group) =>
        new(link.AskAsync(() => Rosters.Watch(group, link, _handler!)));

    public ValueTask UnwatchAsync(GroupName group) => new(link.AskAsync(() => Rosters.Unwatch(group, link)));

    public ValueTask<PresenceRoster> ReadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        new(link.AskAsync(() => Rosters.Read(group)));

    public ValueTask<bool> UpdateAsync(GroupName group, PresenceUpdate update) =>
        new(link.AskAsync(() => Rosters.Update(group, update)));

    public ValueTask BeginLeaseAsync(PresenceNode node, TimeSpan lease) =>
        new(link.AskAsync(() => Rosters.Begin(node, lease)));

    public ValueTask<bool> RenewLeaseAsync(PresenceNode node, TimeSpan lease) =>
        new(link.AskAsync(() => Rosters.Renew(node, lease)));

    public ValueTask EndLeaseAsync(PresenceNode node) => new(link.AskAsync(() => Rosters.End(node)));

    public ValueTask EndExpiredLeasesAsync() => new(link.AskAsync(Rosters.EndExpired));

    public ValueTask DisposeAsync()
    {
        lock (cluster.Lock)
        {
            Rosters.Unwatch(link);
        }

        return ValueTask.CompletedTask;
    }
}
