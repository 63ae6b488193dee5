using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Masters that die and have a replica: each test has a cluster of its own.</summary>
public sealed class ClusterTakeOverTests : OwnClusterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_replica_that_takes_over_gets_what_was_its_master_s(int node)
    {
        string key = RedisClusterProcess.KeyOf(node);
        int replica = await Cluster.AddReplicaAsync(node);
        var subscriber = new RecordingSubscriber();
        await Within.Time(Client.SubscribeAsync(key, subscriber));
        await Cluster.Nodes[node].KillAsync();
        await Observer.DisconnectedAsync();

        // Given to a master that is gone, carried out by its replica.
        Assert.Equal("interrupted", await subscriber.NextAsync());
        Task<RespValue> waiting = ExecuteAsync(RedisCommand.OnKey("SET", key, "value"));
        await Cluster.TakeOverAsync(replica);
        Assert.Equal("OK", (await waiting).Text);
        Assert.Equal("resumed", await subscriber.NextAsync());
        await ExecuteAsync(RedisCommand.Publish(key, "again"));
        Assert.Equal("again", await subscriber.NextAsync());
    }
}
