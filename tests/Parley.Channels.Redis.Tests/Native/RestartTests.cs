using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>What becomes of groups when Redis is killed, and of what was being published.</summary>
public sealed class RestartTests
{
    private static readonly GroupName _group = new("garden");

    private static readonly string[] _durable = ["--appendonly", "yes", "--appendfsync", "always"];

    [Fact]
    public async Task A_Redis_that_keeps_nothing_begins_a_new_epoch()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using LayerNode node = await LayerNode.StartAsync(redis.Options);
        StreamPosition start = await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await redis.KillAsync();
        await node.Log.UntilAsync(LayerState.Disconnected);
        await redis.StartAgainAsync();
        await node.Log.UntilAsync(LayerState.Connected);
        PublishResult next = await node.SayAsync(_group, "b");
        Assert.NotEqual(start.Epoch, next.Position.Epoch);
        await node.Log.ExpectAsync("epoch 0", "b@1");
    }

    [Fact]
    public async Task A_Redis_that_is_not_declared_durable_begins_a_new_epoch_behind_what_it_has_kept()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync(_durable);
        await using LayerNode node = await LayerNode.StartAsync(redis.Options);
        StreamPosition start = await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await redis.KillAsync();
        await redis.StartAgainAsync();
        PublishResult next = await node.SayAsync(_group, "b");
        Assert.NotEqual(start.Epoch, next.Position.Epoch);
        await node.Log.ExpectAsync("epoch 1", "b@2");
        Assert.Equal("1-2: a@1 b@2", await node.ReadAsync(_group));
    }

    [Fact]
    public async Task Through_a_durable_Redis_nothing_is_lost_doubled_or_out_of_order_when_it_is_killed()
    {
        const int Count = 300;
        await using RedisProcess redis = await RedisProcess.StartAsync(_durable);
        var options = new RedisLayerOptions { Durability = RedisDurability.Durable, PublishTimeout = Within.Limit };
        await using LayerNode node = await LayerNode.StartAsync(redis.Options, options);
        await using LayerNode other = await LayerNode.StartAsync(redis.Options, options);
        await Task.WhenAll(node.SubscribeAsync(_group), other.SubscribeAsync(_group));
        var publishing = new List<Task<PublishResult>>();
        Task? restart = null;
        for (int i = 1; i <= Count; i++)
        {
            // Every other one is as a session publishes it.
            publishing.Add(node.SayAsync(_group, $"{i}", id: i % 2 == 0 ? $"{i}" : null));
            if (i == Count / 3)
            {
                await publishing[0];
                restart = RestartAsync(redis);
            }

            if (i > Count / 3)
            {
                await Task.Yield();
            }
        }

        PublishResult[] results = await Task.WhenAll(publishing);
        await restart!;
        string[] expected = [.. Enumerable.Range(1, Count).Select(static i => $"{i}@{i}")];
        await node.Log.ExpectAsync(expected);
        await other.Log.ExpectAsync(expected);
        Assert.All(results, static result => Assert.NotEqual(PublishStatus.Refused, result.Status));
        Assert.Equal(Enumerable.Range(1, Count).Select(static i => (long)i), results.Select(static result => result.Position.Offset));
        Assert.Single(results.Select(static result => result.Position.Epoch).Distinct());
    }

    [Fact]
    public async Task While_Redis_is_away_publishers_are_told_so_and_members_stay()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        RedisOptions options = redis.Options with { Waiting = new RedisWaiting { WhileDisconnected = WhileDisconnected.Fail } };
        await using LayerNode node = await LayerNode.StartAsync(options);
        await node.SubscribeAsync(_group);
        await redis.KillAsync();
        await node.Log.UntilAsync(LayerState.Disconnected);
        var publishing = await Assert.ThrowsAsync<HistoryException>(() => node.SayAsync(_group, "a"));
        var reading = await Assert.ThrowsAsync<HistoryException>(() => node.ReadAsync(_group));
        Assert.Equal(HistoryError.Unavailable, publishing.Error);
        Assert.Equal(HistoryError.Unavailable, reading.Error);
        await redis.StartAgainAsync();
        await node.Log.UntilAsync(LayerState.Connected);
        await node.Log.ExpectAsync("epoch 0");
        await node.SayAsync(_group, "b");
        await node.Log.ExpectAsync("b@1");
    }

    [Fact]
    public async Task A_full_Redis_takes_nothing_and_says_so()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
        await using LayerNode node = await LayerNode.StartAsync(redis.Options);
        string large = new('x', 100_000);
        HistoryException? full = null;
        for (int i = 0; full is null; i++)
        {
            try
            {
                await node.SayAsync(_group, large);
            }
            catch (HistoryException exception)
            {
                full = exception;
            }
        }

        Assert.Equal(HistoryError.Full, full.Error);
    }

    [Fact]
    public async Task A_user_who_may_not_run_INFO_is_told_at_the_start_unless_Redis_is_durable()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all", "-info"));
        RedisOptions options = redis.Options with { User = "app", Password = "secret" };
        var refused = await Assert.ThrowsAsync<RedisServerException>(() => LayerNode.StartAsync(options));
        Assert.Contains("+info", refused.Message, StringComparison.Ordinal);
        await using LayerNode node = await LayerNode.StartAsync(
            options, new RedisLayerOptions { Durability = RedisDurability.Durable });
        await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
    }

    [Fact]
    public async Task A_user_who_may_not_run_INFO_any_more_publishes_nothing_on_the_next_connection_and_is_told_why()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all"));
        await using LayerNode node = await LayerNode.StartAsync(redis.Options with { User = "app", Password = "secret" });
        await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "-info"));
        await redis.AskAsync(RedisCommand.Of("CLIENT", "KILL", "USER", "app"));
        await node.Log.UntilAsync(LayerState.Disconnected);
        var refused = await Assert.ThrowsAsync<HistoryException>(() => node.SayAsync(_group, "b"));
        Assert.Equal(HistoryError.Unavailable, refused.Error);
        Assert.Contains("INFO", refused.Message, StringComparison.Ordinal);
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "+info"));
        await redis.AskAsync(RedisCommand.Of("CLIENT", "KILL", "USER", "app"));
        await Within.Until(async () => await TryAsync(() => node.SayAsync(_group, "c")));
    }

    private static async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (HistoryException)
        {
            return false;
        }
    }

    private static async Task RestartAsync(RedisProcess redis)
    {
        await redis.KillAsync();
        await redis.StartAgainAsync();
    }
}
