using System.Globalization;
using Microsoft.Extensions.Logging;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>Several nodes on one server that lives.</summary>
public sealed class NodesTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private readonly GroupName _group = new($"garden-{Guid.NewGuid():N}");

    [Fact]
    public async Task All_nodes_hear_what_any_node_publishes_in_one_order()
    {
        const int Count = 300;
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode one = await LayerNode.StartAsync(redis.Options);
        await using LayerNode two = await LayerNode.StartAsync(redis.Options);
        await Task.WhenAll(one.SubscribeAsync(_group), two.SubscribeAsync(_group));
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => (i % 2 == 0 ? one : two).SayAsync(_group, $"{i}")));
        for (int i = 0; i < Count; i++)
        {
            string told = await one.Log.NextAsync();
            Assert.Equal(told, await two.Log.NextAsync());
            Assert.EndsWith($"@{i + 1}", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_connection_is_reached_from_another_node()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode one = await LayerNode.StartAsync(redis.Options);
        await using LayerNode two = await LayerNode.StartAsync(redis.Options);
        ChannelName channel = one.Layer.NewChannel();
        Assert.Equal(SendResult.Sent, await SendAsync(two, channel));
        await one.Log.ExpectAsync($"hello to {channel}");
    }

    [Fact]
    public async Task A_connection_of_a_node_that_has_gone_is_no_channel_any_more()
    {
        RedisProcess redis = await fixture.RedisAsync();
        ChannelName channel;
        await using (LayerNode one = await LayerNode.StartAsync(redis.Options))
        {
            channel = one.Layer.NewChannel();
        }

        await using LayerNode two = await LayerNode.StartAsync(redis.Options);

        // The server may not have noticed yet.
        await Within.Until(async () => await SendAsync(two, channel) == SendResult.NoSuchChannel);
        Assert.Equal(SendResult.NoSuchChannel, await SendAsync(two, new ChannelName("nobody")));
    }

    [Fact]
    public async Task Who_is_left_out_is_so_on_every_node_but_not_in_history()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode one = await LayerNode.StartAsync(redis.Options);
        await using LayerNode two = await LayerNode.StartAsync(redis.Options);
        await two.SubscribeAsync(_group);
        ChannelName channel = one.Layer.NewChannel();
        await one.SayAsync(_group, "a", except: channel);
        await two.Log.ExpectAsync("a@1");
        Assert.Equal(channel, two.Log.Last!.Except);
        using HistoryPage page = await Within.Time(two.Layer.ReadHistoryAsync(_group, HistoryQuery.After(0)));
        Assert.Equal(default, page.Entries[0].Publication.Except);
    }

    [Fact]
    public async Task What_is_resent_through_another_node_is_found_again()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using LayerNode one = await LayerNode.StartAsync(redis.Options);
        await using LayerNode two = await LayerNode.StartAsync(redis.Options);
        PublishResult first = await one.SayAsync(_group, "a", id: "1");
        PublishResult again = await two.SayAsync(_group, "a", id: "1");
        PublishResult other = await two.SayAsync(_group, "b", id: "1");
        Assert.Equal(first with { Status = PublishStatus.Duplicate }, again);
        Assert.Equal(first with { Status = PublishStatus.Refused }, other);
    }

    [Fact]
    public async Task A_publication_costs_one_script_and_one_copy_for_each_node_however_many_members_there_are()
    {
        const int Count = 50;
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using LayerNode one = await LayerNode.StartAsync(redis.Options);
        await using LayerNode two = await LayerNode.StartAsync(redis.Options);
        await using LayerNode three = await LayerNode.StartAsync(redis.Options);
        await Task.WhenAll(one.SubscribeAsync(_group), two.SubscribeAsync(_group));
        long scripts = await CallsAsync(redis, "evalsha");
        long copies = await CallsAsync(redis, "publish");
        for (int i = 0; i < Count; i++)
        {
            await three.SayAsync(_group, $"{i}");
        }

        for (int i = 1; i <= Count; i++)
        {
            await one.Log.ExpectAsync($"{i - 1}@{i}");
            await two.Log.ExpectAsync($"{i - 1}@{i}");
        }

        Assert.Equal(Count, await CallsAsync(redis, "evalsha") - scripts);
        Assert.Equal(Count, await CallsAsync(redis, "publish") - copies);
        RespValue receivers = await redis.AskAsync(RedisCommand.Of("PUBSUB", "NUMSUB", $"parley:{{{_group}}}"));
        Assert.Equal(2, receivers.Items[1].Integer);
    }

    [Fact]
    public async Task What_is_no_message_of_the_layer_is_left_out_and_logged()
    {
        RedisProcess redis = await fixture.RedisAsync();
        using var logs = new LogCollector();
        await using var layer = new RedisLayer(redis.Options, logger: new Logger<RedisLayer>(logs));
        var log = new LayerLog();
        await Within.Time(layer.StartAsync(log));
        await Within.Time(layer.SubscribeAsync(_group));
        foreach (string junk in new[] { "", "x", "P", "Pa b c\n", "Pe 1 1\nxyz", "S\u0001", "Ee -1 1\n", "P 1 1\n" })
        {
            await redis.AskAsync(RedisCommand.Of("PUBLISH", $"parley:{{{_group}}}", junk));
        }

        await using LayerNode other = await LayerNode.StartAsync(redis.Options);
        await other.SayAsync(_group, "a");
        await log.ExpectAsync("a@1");
        Assert.Contains(logs.Lines, static line => line.Contains("not in the layer's form", StringComparison.Ordinal));
    }

    private static Task<SendResult> SendAsync(LayerNode node, ChannelName channel)
    {
        Publication publication = Publication.Broadcast(Parley.Protocol.MessageType.Text, "hello"u8);
        ValueTask<SendResult> sending = node.Layer.SendAsync(channel, publication);
        publication.Release();
        return Within.Time(sending);
    }

    private static async Task<long> CallsAsync(RedisProcess redis, string command)
    {
        string info = (await redis.AskAsync(RedisCommand.Of("INFO", "commandstats"))).Text;
        string? line = info.Split('\n').FirstOrDefault(line => line.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture);
    }
}
