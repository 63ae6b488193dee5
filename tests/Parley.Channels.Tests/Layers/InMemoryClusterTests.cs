using Parley.Testing;

namespace Parley.Channels.Tests.Layers;

/// <summary>Several nodes in memory: what is cut, lost and dead.</summary>
public sealed class InMemoryClusterTests
{
    private static readonly GroupName _group = new("garden");

    [Fact]
    public async Task All_nodes_hear_one_order()
    {
        var cluster = new InMemoryCluster(new TestClock());
        (InMemoryNode first, List<string> heardFirst) = await StartAsync(cluster);
        (InMemoryNode second, List<string> heardSecond) = await StartAsync(cluster);
        for (int i = 1; i <= 4; i++)
        {
            await PublishAsync(i % 2 == 0 ? first : second, $"{i}");
        }

        Assert.Equal(["1 1", "2 2", "3 3", "4 4"], heardFirst);
        Assert.Equal(heardFirst, heardSecond);
    }

    [Fact]
    public async Task By_hand_nothing_arrives_by_itself()
    {
        var cluster = new InMemoryCluster(new TestClock(), new InMemoryClusterOptions { Delivery = ClusterDelivery.ByHand });
        InMemoryNode node = cluster.CreateNode();
        var heard = new List<string>();
        await node.Layer.StartAsync(Hearing(heard));
        Task subscribing = node.Layer.SubscribeAsync(_group).AsTask();
        Task<PublishResult> publishing = PublishAsync(node, "a");
        Assert.Equal((2, 0), (node.RequestCount, node.ReplyCount));
        Assert.True(node.PassRequest());
        Assert.True(node.PassRequest());
        Assert.False(node.PassRequest());
        Assert.False(subscribing.IsCompleted);

        // The answer to the first, the publication, the answer to the second.
        Assert.Equal(3, node.ReplyCount);
        Assert.True(node.PassReply());
        Assert.True(subscribing.IsCompletedSuccessfully);
        Assert.Empty(heard);
        Assert.True(node.PassReply());
        Assert.Equal(["1 a"], heard);
        Assert.False(publishing.IsCompleted);
        cluster.PassAll();
        Assert.Equal(1, (await publishing).Position.Offset);
    }

    [Fact]
    public async Task A_node_that_was_cut_off_is_told_what_it_missed()
    {
        var cluster = new InMemoryCluster(new TestClock());
        (InMemoryNode cut, List<string> heard) = await StartAsync(cluster);
        (InMemoryNode other, _) = await StartAsync(cluster);
        await PublishAsync(other, "a");
        cluster.CutOff(cut);
        await PublishAsync(other, "b");
        Task<PublishResult> own = PublishAsync(cut, "c");
        await PublishAsync(other, "d");
        Assert.Equal(["1 a", "Disconnected"], heard);
        Assert.False(own.IsCompleted);
        cluster.Heal(cut);
        Assert.Equal(4, (await own).Position.Offset);
        Assert.Equal(["1 a", "Disconnected", "Connected", "2 b", "3 d", "4 c"], heard);
    }

    [Fact]
    public async Task What_history_has_lost_by_then_is_a_gap()
    {
        var cluster = new InMemoryCluster(
            new TestClock(), new InMemoryClusterOptions { History = new HistoryOptions { MaxPublications = 2 } });
        (InMemoryNode cut, List<string> heard) = await StartAsync(cluster);
        (InMemoryNode other, _) = await StartAsync(cluster);
        cluster.CutOff(cut);
        for (int i = 1; i <= 4; i++)
        {
            await PublishAsync(other, $"{i}");
        }

        cluster.Heal(cut);
        Assert.Equal(["gap 1-2", "3 3", "4 4"], heard.Skip(2));
    }

    [Fact]
    public async Task A_lost_history_is_a_new_epoch_for_all_nodes_also_for_those_cut_off()
    {
        var cluster = new InMemoryCluster(new TestClock());
        (InMemoryNode cut, List<string> heardCut) = await StartAsync(cluster);
        (InMemoryNode other, List<string> heardOther) = await StartAsync(cluster);
        PublishResult before = await PublishAsync(other, "a");
        cluster.CutOff(cut);
        cluster.LoseHistory();
        PublishResult after = await PublishAsync(other, "b");
        cluster.Heal(cut);
        Assert.Equal(["1 a", "new epoch", "1 b"], heardOther);
        Assert.Equal(["1 a", "new epoch", "1 b"], heardCut.Where(static line => !line.Contains("onnected", StringComparison.Ordinal)));
        Assert.NotEqual(before.Position.Epoch, after.Position.Epoch);
    }

    [Fact]
    public async Task A_dead_node_hears_nothing_and_is_answered_nothing()
    {
        var cluster = new InMemoryCluster(new TestClock(), new InMemoryClusterOptions { Delivery = ClusterDelivery.ByHand });
        InMemoryNode dead = cluster.CreateNode();
        var heard = new List<string>();
        await dead.Layer.StartAsync(Hearing(heard));
        Task subscribing = dead.Layer.SubscribeAsync(_group).AsTask();
        dead.PassRequest();
        Task<PublishResult> publishing = PublishAsync(dead, "never");
        cluster.Crash(dead);
        cluster.PassAll();
        Assert.False(subscribing.IsCompleted || publishing.IsCompleted);
        Assert.Empty(heard);

        InMemoryNode next = cluster.CreateNode();
        await next.Layer.StartAsync(Hearing(heard));
        Task<StreamPosition> head = next.Layer.SubscribeAsync(_group).AsTask();
        cluster.PassAll();
        Assert.Equal(0, (await head).Offset);
    }

    private static async Task<(InMemoryNode Node, List<string> Heard)> StartAsync(InMemoryCluster cluster)
    {
        InMemoryNode node = cluster.CreateNode();
        var heard = new List<string>();
        await node.Layer.StartAsync(Hearing(heard));
        await node.Layer.SubscribeAsync(_group);
        return (node, heard);
    }

    private static LayerNotes Hearing(List<string> heard) => new(heard);

    private static Task<PublishResult> PublishAsync(InMemoryNode node, string text)
    {
        Publication publication = Texts.Publication(text);
        ValueTask<PublishResult> publishing = node.Layer.PublishAsync(_group, publication);
        publication.Release();
        return publishing.AsTask();
    }
}
