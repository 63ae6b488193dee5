using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>A cluster of three nodes, of which the client is told one.</summary>
public sealed class ClusterTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>, IAsyncLifetime
{
    private RedisClusterProcess _cluster = null!;
    private RedisClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await fixture.ClusterAsync();
        _client = new RedisClient(_cluster.Options);
        await Within.Time(_client.StartAsync());
    }

    // The next test finds the cluster empty.
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        for (int node = 0; node < 3; node++)
        {
            await _cluster.ExecuteAsync(node, "FLUSHALL");
        }
    }

    [Fact]
    public async Task Each_command_finds_its_node()
    {
        await Task.WhenAll(Enumerable.Range(0, 300)
            .Select(index => ExecuteAsync(RedisCommand.OnKey("SET", $"key{index}", index))));

        for (int index = 0; index < 300; index++)
        {
            Assert.Equal(index, (await ExecuteAsync(RedisCommand.OnKey("GET", $"key{index}"))).Integer);
        }

        for (int node = 0; node < 3; node++)
        {
            Assert.InRange((await _cluster.ExecuteAsync(node, "DBSIZE")).Integer, 50, 150);
        }

        await Within.Until(() => _client.IsConnected);
    }

    [Fact]
    public async Task Once_the_map_is_read_no_command_is_sent_to_the_wrong_node()
    {
        for (int node = 0; node < 3; node++)
        {
            await _cluster.ExecuteAsync(node, "CONFIG", "RESETSTAT");
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(index => ExecuteAsync(RedisCommand.OnKey("SET", $"key{index}", index))));
        for (int node = 0; node < 3; node++)
        {
            Assert.DoesNotContain(
                "MOVED", (await _cluster.ExecuteAsync(node, "INFO", "errorstats")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Commands_before_the_first_connection_find_their_nodes_too()
    {
        await using var client = new RedisClient(_cluster.Options);

        await Within.Time(Task.WhenAll(Enumerable.Range(0, 3).Select(
            node => client.ExecuteAsync(RedisCommand.OnKey("SET", RedisClusterProcess.KeyOf(node), "value")))));
    }

    [Fact]
    public async Task A_user_who_may_not_read_the_map_is_told_so_at_the_start()
    {
        await _cluster.ExecuteAsync(0, "ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all", "-cluster");
        using var logs = new LogCollector();
        var clock = new TestClock();
        await using var client = new RedisClient(
            _cluster.Options with { User = "app", Password = "secret", Time = clock, CommandTimeout = TimeSpan.FromDays(20) },
            logger: logs.CreateLogger("Redis"));
        Task starting = client.StartAsync();
        await Within.Until(() => logs.Lines.Any(static line => line.Contains("map of the Redis Cluster", StringComparison.Ordinal)));
        var refused = await Assert.ThrowsAsync<RedisConnectionException>(() => clock.AdvanceUntilAsync(starting));
        Assert.Contains("CLUSTER SLOTS", refused.Message, StringComparison.Ordinal);
        Assert.Contains("NOPERM", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_run_at_the_node_of_their_keys_with_its_run_id()
    {
        var script = new RedisScript("return {redis.call('INCR', KEYS[1]), ARGV[1]}");
        var runIds = new HashSet<string>();
        for (int node = 0; node < 3; node++)
        {
            RespValue reply = await Within.Time(_client.EvaluateAsync(
                script, [RedisClusterProcess.KeyOf(node)], [RedisArgument.ServerRunId]));
            Assert.Equal(1, reply.Items[0].Integer);
            runIds.Add(reply.Items[1].Text);
        }

        Assert.Equal(3, runIds.Count);
    }

    [Fact]
    public async Task Waiting_commands_go_to_the_node_of_their_key()
    {
        Task<RespValue>[] popped = [.. Enumerable.Range(0, 3).Select(node => _client.ExecuteBlockingAsync(
            RedisCommand.OnKey("BZPOPMIN", RedisClusterProcess.KeyOf(node), 20L).Blocking(TimeSpan.FromSeconds(20))))];
        for (int node = 0; node < 3; node++)
        {
            await ExecuteAsync(RedisCommand.OnKey("ZADD", RedisClusterProcess.KeyOf(node), 1L, $"member{node}"));
        }

        RespValue[] replies = await Within.Time(Task.WhenAll(popped));
        Assert.Equal(["member0", "member1", "member2"], replies.Select(static reply => reply.Items[1].Text));
    }

    [Fact]
    public async Task Publications_reach_their_subscribers_through_the_node_of_the_channel()
    {
        for (int node = 0; node < 3; node++)
        {
            var subscriber = new RecordingSubscriber();
            string channel = RedisClusterProcess.KeyOf(node);
            await Within.Time(_client.SubscribeAsync(channel, subscriber));

            Assert.Equal(1, (await ExecuteAsync(RedisCommand.Publish(channel, "hello"))).Integer);
            Assert.Equal("hello", await subscriber.NextAsync());
            Assert.Equal(1, (await _cluster.ExecuteAsync(node, "PUBSUB", "SHARDCHANNELS")).Items.Length);
        }
    }

    [Fact]
    public async Task A_script_publishes_with_the_word_of_the_server()
    {
        var script = new RedisScript("return redis.call(ARGV[1], KEYS[1], ARGV[2])");
        var subscriber = new RecordingSubscriber();
        await Within.Time(_client.SubscribeAsync("{room}channel", subscriber));

        RespValue receivers = await Within.Time(_client.EvaluateAsync(
            script, ["{room}channel"], [RedisArgument.PublishWord, "hello"]));
        Assert.Equal(1, receivers.Integer);
        Assert.Equal("hello", await subscriber.NextAsync());
    }

    [Fact]
    public async Task The_rest_of_the_cluster_is_found_through_a_node_that_lives()
    {
        RedisOptions options = _cluster.Options with
        {
            Endpoints = [new RedisEndpoint("127.0.0.1", RedisProcess.FreePort()), _cluster.Nodes[2].Endpoint],
        };
        await using var client = new RedisClient(options);
        await Within.Time(client.StartAsync());

        for (int node = 0; node < 3; node++)
        {
            await Within.Time(client.ExecuteAsync(RedisCommand.OnKey("SET", RedisClusterProcess.KeyOf(node), "value")));
        }
    }

    private Task<RespValue> ExecuteAsync(RedisCommand command) => Within.Time(_client.ExecuteAsync(command));
}
