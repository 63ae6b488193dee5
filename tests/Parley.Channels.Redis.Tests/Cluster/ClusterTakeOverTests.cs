using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Masters that die and have a replica: each test has a cluster of its own.</summary>
public sealed class ClusterTakeOverTests : IAsyncLifetime
{
    private RedisClusterProcess _cluster = null!;
    private readonly RecordingObserver _observer = new();
    private RedisClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await RedisClusterProcess.StartAsync();
        _client = new RedisClient(_cluster.Options, observer: _observer);
        await Within.Time(_client.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_replica_that_takes_over_gets_what_was_its_master_s(int node)
    {
        string key = RedisClusterProcess.KeyOf(node);
        int replica = await _cluster.AddReplicaAsync(node);
        var subscriber = new RecordingSubscriber();
        await Within.Time(_client.SubscribeAsync(key, subscriber));
        await _cluster.Nodes[node].KillAsync();
        await _observer.DisconnectedAsync();

        // Given to a master that is gone, carried out by its replica.
        Assert.Equal("interrupted", await subscriber.NextAsync());
        Task<RespValue> waiting = ExecuteAsync(RedisCommand.OnKey("SET", key, "value"));
        await _cluster.TakeOverAsync(replica);
        Assert.Equal("OK", (await waiting).Text);
        Assert.Equal("resumed", await subscriber.NextAsync());
        await ExecuteAsync(RedisCommand.Publish(key, "again"));
        Assert.Equal("again", await subscriber.NextAsync());
    }

    private Task<RespValue> ExecuteAsync(RedisCommand command) => Within.Time(_client.ExecuteAsync(command));
}
