using Parley.Testing;

namespace Parley.Channels.Tests.Presences;

/// <summary>Presence on many nodes, which share a store in memory.</summary>
public sealed class ClusterPresenceTests : PresenceTests
{
    private readonly TestClock _clock = new();
    private readonly InMemoryCluster _cluster;

    // Everything is told at once, since the clock stands still.
    public ClusterPresenceTests() => _cluster = new InMemoryCluster(
        _clock, new InMemoryClusterOptions { Presence = new PresenceOptions { TellAtOnce = int.MaxValue } });

    protected override PresencePowers Powers => PresencePowers.Nodes | PresencePowers.Death | PresencePowers.Silence;

    protected override ValueTask<IReadOnlyList<IPresence>> CreateNodesAsync(int count) =>
        new([.. Enumerable.Range(0, count).Select(_ => _cluster.CreateNode().Presence)]);

    protected override ValueTask KillAsync(IPresence node)
    {
        _cluster.Crash(NodeOf(node));
        return PassLease();
    }

    protected override ValueTask FallSilentAsync(IPresence node)
    {
        _cluster.CutOff(NodeOf(node));
        return PassLease();
    }

    protected override ValueTask ComeBackAsync(IPresence node)
    {
        _cluster.Heal(NodeOf(node));
        return PassLease();
    }

    private InMemoryNode NodeOf(IPresence presence) => _cluster.Nodes.Single(node => node.Presence == presence);

    // The living renew their leases meanwhile, each at its own time.
    private ValueTask PassLease()
    {
        _clock.Advance(2 * PresenceOptions.Default.Lease);
        return ValueTask.CompletedTask;
    }
}
