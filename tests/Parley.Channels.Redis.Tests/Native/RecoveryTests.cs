using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>What a node missed while it was cut off: read from the stream, or named.</summary>
public sealed class RecoveryTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private readonly GroupName _group = new($"garden-{Guid.NewGuid():N}");
    private readonly TestClock _clock = new();

    // On a clock that runs ahead.
    private readonly TimeSpan _patience = TimeSpan.FromDays(20);

    [Fact]
    public async Task What_was_published_meanwhile_is_told_in_its_place()
    {
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        await using LayerNode other = await LayerNode.StartAsync((await fixture.RedisAsync()).Options);
        await node.SubscribeAsync(_group);
        await other.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await CutOffAsync(node);
        await other.SayAsync(_group, "b");
        await other.SayAsync(_group, "c");
        await ComeBackAsync(node);
        await node.Log.ExpectAsync("b@2", "c@3");
        await other.SayAsync(_group, "d");
        await node.Log.ExpectAsync("d@4");
    }

    [Fact]
    public async Task What_the_stream_has_no_more_is_a_gap()
    {
        await using LayerNode node = await StartAsync(new HistoryOptions { MaxPublications = 2 });
        await using LayerNode other = await StartAsync(
            new HistoryOptions { MaxPublications = 2 }, (await fixture.RedisAsync()).Options);
        await node.SubscribeAsync(_group);
        await other.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await CutOffAsync(node);
        for (int i = 2; i <= 6; i++)
        {
            await other.SayAsync(_group, $"{i}");
        }

        await ComeBackAsync(node);
        await node.Log.ExpectAsync("gap 2-4", "5@5", "6@6");
    }

    [Fact]
    public async Task What_was_erased_meanwhile_is_told_and_is_no_gap()
    {
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        await using LayerNode other = await LayerNode.StartAsync((await fixture.RedisAsync()).Options);
        await node.SubscribeAsync(_group);
        await other.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await CutOffAsync(node);
        await other.SayAsync(_group, "b");
        await other.SayAsync(_group, "c");
        Assert.True(await Within.Time(other.Layer.EraseAsync(_group, 1)));
        Assert.True(await Within.Time(other.Layer.EraseAsync(_group, 2)));
        await ComeBackAsync(node);
        await node.Log.ExpectAsync("c@3", "erased 1", "erased 2");
        Assert.True(await Within.Time(other.Layer.EraseAsync(_group, 3)));
        await node.Log.ExpectAsync("erased 3");
    }

    [Fact]
    public async Task A_group_whose_last_publication_was_lost_is_asked_where_it_stands()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");

        await LoseAsync(redis);
        Assert.True(node.Log.IsEmpty);
        await _clock.AdvanceUntilAsync(node.Log.ExpectAsync("lost@2"));
    }

    [Fact]
    public async Task Groups_that_cannot_be_asked_keep_no_other_from_being_asked()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode node = await StartAsync(HistoryOptions.Default);

        // The groups are asked in no order: of so many, some come before the one that counts.
        for (int i = 0; i < 16; i++)
        {
            var broken = new GroupName($"broken-{Guid.NewGuid():N}");
            await node.SubscribeAsync(broken);
            await redis.AskAsync(RedisCommand.OnKey("SET", new NativeKeys("parley").Meta(broken), "no hash"));
        }

        await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await LoseAsync(redis);
        await _clock.AdvanceUntilAsync(node.Log.ExpectAsync("lost@2"));
    }

    [Fact]
    public async Task What_history_lost_with_all_it_knew_is_a_new_epoch()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode node = await LayerNode.StartAsync(redis.Options);
        StreamPosition start = await node.SubscribeAsync(_group);
        await node.SayAsync(_group, "a");
        await node.Log.ExpectAsync("a@1");
        await redis.AskAsync(RedisCommand.OnKey("DEL", $"parley:{{{_group}}}:meta"));
        PublishResult next = await node.SayAsync(_group, "b");
        Assert.Equal(1, next.Position.Offset);
        Assert.NotEqual(start.Epoch, next.Position.Epoch);
        await node.Log.ExpectAsync("epoch 0", "b@1");
        Assert.Equal(next.Position, node.Log.LastPosition);
    }

    private async Task<LayerNode> StartAsync(HistoryOptions history, RedisOptions? redis = null) => await LayerNode.StartAsync(
        redis ?? (await fixture.RedisAsync()).Options with { Time = _clock, ConnectTimeout = _patience, CommandTimeout = _patience },
        new RedisLayerOptions { History = history });

    // As if Redis had told nobody: the same script, with a channel that nobody hears.
    private async Task LoseAsync(RedisProcess redis)
    {
        await using var client = new RedisClient(redis.Options, NativeScripts.All);
        await Within.Time(client.StartAsync());
        var keys = new NativeKeys("parley");
        Publication lost = Publication.Broadcast(Parley.Protocol.MessageType.Text, "lost"u8);
        await Within.Time(client.EvaluateAsync(
            NativeScripts.Publish,
            [keys.Meta(_group), keys.Stream(_group), keys.Node(_group, "node")],
            [
                RedisArgument.ServerRunId, "epoch", 100L, 100_000_000L, 100_000L, 100_000_000L, 1000L, 1L, "", "first",
                Envelope.Write(lost), RedisArgument.PublishWord, "nobody",
            ]));
        lost.Release();
    }

    // Its clock stands still, so it does not connect again.
    private async Task CutOffAsync(LayerNode node)
    {
        await (await fixture.RedisAsync()).AskAsync(RedisCommand.Of("CLIENT", "KILL", "TYPE", "pubsub"));
        await node.Log.UntilAsync(LayerState.Disconnected);
    }

    private Task ComeBackAsync(LayerNode node) => _clock.AdvanceUntilAsync(node.Log.UntilAsync(LayerState.Connected));
}
