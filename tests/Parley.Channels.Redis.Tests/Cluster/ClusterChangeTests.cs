using System.Text;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Slots that move and nodes that come back: each test has a cluster of its own.</summary>
public sealed class ClusterChangeTests : OwnClusterTests
{
    [Fact]
    public async Task A_slot_on_its_way_is_asked_for_and_then_found_where_it_is()
    {
        string key = RedisClusterProcess.KeyOf(0);
        int slot = HashSlot.Of(Encoding.ASCII.GetBytes(key));
        string there = $"{{{key}}}there";
        await ExecuteAsync(RedisCommand.OnKey("SET", key, "here"));
        await Cluster.BeginMoveAsync(slot, 0, 2);

        // A key that is not here any more, or not yet: ASK.
        await ExecuteAsync(RedisCommand.OnKey("SET", there, "there"));
        Assert.Equal("there", (await ExecuteAsync(RedisCommand.OnKey("GET", there))).Text);
        Assert.Equal("here", (await ExecuteAsync(RedisCommand.OnKey("GET", key))).Text);
        Assert.Equal(1, (await Cluster.ExecuteAsync(2, "DBSIZE")).Integer);

        await Cluster.EndMoveAsync(slot, 0, 2);
        Assert.Equal("here", (await ExecuteAsync(RedisCommand.OnKey("GET", key))).Text);
        Assert.Equal("there", (await ExecuteAsync(RedisCommand.OnKey("GET", there))).Text);
        Assert.Equal(2, (await Cluster.ExecuteAsync(2, "DBSIZE")).Integer);
    }

    [Fact]
    public async Task A_subscription_follows_its_slot_to_another_node()
    {
        string channel = RedisClusterProcess.KeyOf(1);
        int slot = HashSlot.Of(Encoding.ASCII.GetBytes(channel));
        var subscriber = new RecordingSubscriber();
        await Within.Time(Client.SubscribeAsync(channel, subscriber));
        await Cluster.BeginMoveAsync(slot, 1, 2);
        await Cluster.EndMoveAsync(slot, 1, 2);

        Assert.Equal("interrupted", await subscriber.NextAsync());
        Assert.Equal("resumed", await subscriber.NextAsync());
        Assert.Equal(1, (await ExecuteAsync(RedisCommand.Publish(channel, "again"))).Integer);
        Assert.Equal("again", await subscriber.NextAsync());
    }

    [Fact]
    public async Task A_node_that_comes_back_is_found_again_and_the_others_are_not_disturbed()
    {
        var subscriber = new RecordingSubscriber();
        await Within.Time(Client.SubscribeAsync(RedisClusterProcess.KeyOf(1), subscriber));
        await Cluster.Nodes[1].KillAsync();
        await Observer.DisconnectedAsync();
        Assert.Equal("interrupted", await subscriber.NextAsync());
        Task<RespValue> waiting = ExecuteAsync(RedisCommand.OnKey("SET", RedisClusterProcess.KeyOf(1), "value"));
        await ExecuteAsync(RedisCommand.OnKey("SET", RedisClusterProcess.KeyOf(2), "value"));
        await Cluster.Nodes[1].StartAgainAsync();

        Assert.Equal("OK", (await waiting).Text);
        Assert.Equal("resumed", await subscriber.NextAsync());
        await ExecuteAsync(RedisCommand.Publish(RedisClusterProcess.KeyOf(1), "again"));
        Assert.Equal("again", await subscriber.NextAsync());
    }
}
