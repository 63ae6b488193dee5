using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>How much Redis keeps.</summary>
public sealed class TrimmingTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private readonly GroupName _group = new($"garden-{Guid.NewGuid():N}");

    [Fact]
    public async Task Past_the_number_the_oldest_go()
    {
        await using LayerNode node = await StartAsync(new HistoryOptions { MaxPublications = 3 });
        await SayAsync(node, 5);
        Assert.Equal("3-5: 3@3 4@4 5@5", await node.ReadAsync(_group));
        await Within.Time(node.Layer.EraseAsync(_group, 3));
        await Within.Time(node.Layer.EraseAsync(_group, 4));
        Assert.Equal("3-5: 5@5", await node.ReadAsync(_group));
        await node.SayAsync(_group, "6");
        Assert.Equal("4-6: 5@5 6@6", await node.ReadAsync(_group));
        await node.SayAsync(_group, "7");
        Assert.Equal("5-7: 5@5 6@6 7@7", await node.ReadAsync(_group));
    }

    [Fact]
    public async Task Past_the_bytes_the_oldest_go_and_the_newest_stays()
    {
        await using LayerNode node = await StartAsync(new HistoryOptions { MaxBytes = 2000 });
        await node.SayAsync(_group, new string('a', 500));
        await node.SayAsync(_group, new string('b', 500));
        Assert.StartsWith("1-2: ", await node.ReadAsync(_group), StringComparison.Ordinal);
        await node.SayAsync(_group, new string('c', 500));
        Assert.StartsWith("2-3: b", await node.ReadAsync(_group), StringComparison.Ordinal);
        await node.SayAsync(_group, new string('d', 5000));
        Assert.StartsWith("4-4: d", await node.ReadAsync(_group), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Past_the_age_all_go_and_positions_stay()
    {
        await using LayerNode node = await StartAsync(new HistoryOptions { MaxAge = TimeSpan.FromMilliseconds(1) });
        await SayAsync(node, 3);
        await Within.Until(async () => await node.ReadAsync(_group) == "4-3: ");
        PublishResult next = await node.SayAsync(_group, "4");
        Assert.Equal(4, next.Position.Offset);
    }

    [Fact]
    public async Task A_stream_that_was_evicted_is_a_gap_and_no_silence()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        await SayAsync(node, 3);
        await redis.AskAsync(RedisCommand.OnKey("DEL", $"parley:{{{_group}}}:stream"));
        Assert.Equal("4-3: ", await node.ReadAsync(_group));
        await node.SayAsync(_group, "4");
        Assert.Equal("4-4: 4@4", await node.ReadAsync(_group));
    }

    [Fact]
    public async Task A_page_keeps_to_its_bytes_and_says_that_there_is_more()
    {
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        for (int i = 0; i < 10; i++)
        {
            await node.SayAsync(_group, new string('a', 1000));
        }

        using HistoryPage forward = await Within.Time(
            node.Layer.ReadHistoryAsync(_group, HistoryQuery.After(2) with { MaxBytes = 4000 }));
        Assert.Equal((3, 5, true), (forward.From, forward.To, forward.HasMore));
        using HistoryPage backward = await Within.Time(
            node.Layer.ReadHistoryAsync(_group, HistoryQuery.Before(9) with { MaxBytes = 4000 }));
        Assert.Equal((6, 8, true), (backward.From, backward.To, backward.HasMore));
        using HistoryPage one = await Within.Time(node.Layer.ReadHistoryAsync(_group, HistoryQuery.After(0) with { MaxBytes = 1 }));
        Assert.Equal((1, 1, true), (one.From, one.To, one.HasMore));
        Assert.Single(one.Entries);
    }

    [Fact]
    public async Task Everything_of_a_group_goes_by_itself_when_nobody_uses_it()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode node = await StartAsync(HistoryOptions.Default);
        await node.SayAsync(_group, "a");
        await node.SayAsync(_group, "b", id: "1");
        RespValue keys = await redis.AskAsync(RedisCommand.Of("KEYS", $"parley:{{{_group}}}*"));
        Assert.Equal(4, keys.Items.Length);
        foreach (RespValue key in keys.Items.ToArray())
        {
            RespValue left = await redis.AskAsync(RedisCommand.OnKey("PTTL", key.Text));
            Assert.InRange(left.Integer, 1, 25 * 60 * 60 * 1000L);
        }
    }

    private async Task<LayerNode> StartAsync(HistoryOptions history) =>
        await LayerNode.StartAsync((await fixture.RedisAsync()).Options, new RedisLayerOptions { History = history });

    private async Task SayAsync(LayerNode node, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            await node.SayAsync(_group, $"{i}");
        }
    }
}
