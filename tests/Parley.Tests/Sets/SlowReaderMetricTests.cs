using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>What is done about slow readers is counted for whoever watches the process, as it is for the set.</summary>
[Collection(nameof(Alone))]
public sealed class SlowReaderMetricTests
{
    [Theory]
    [InlineData(SlowReaderPolicy.Close, "closed")]
    [InlineData(SlowReaderPolicy.DropNewest, "dropped_newest")]
    [InlineData(SlowReaderPolicy.DropOldest, "dropped_oldest")]
    [InlineData(SlowReaderPolicy.KeepLatest, "replaced")]
    public void Each_policy_counts_under_its_own_action_as_often_as_its_set_does(SlowReaderPolicy policy, string action)
    {
        var members = new MemberList();
        var set = new ConnectionSet();
        (MemoryPeer peer, WebSocketConnection connection) = members.Connect(
            new ConnectionOptions { OutboundMark = 100 }, new InMemoryTransportOptions { Capacity = 5 });
        members.Loop.Run(() => set.Add(connection));
        peer.StopReading();
        using var metric = new MetricCollector("parley.slow_readers", "action");
        for (int i = 0; i < 30; i++)
        {
            members.Loop.Run(() => MemberList.Publish(set, "msg 0000", new Delivery(policy, "key")));
        }

        SlowReaderCounts counts = set.SlowReaders;
        KeyValuePair<string, long> counted = Assert.Single(metric.Counts);
        Assert.Equal(action, counted.Key);
        Assert.Equal(counts.Closed + counts.DroppedNewest + counts.DroppedOldest + counts.Replaced, counted.Value);
        Assert.InRange(counted.Value, 1, 30);
    }
}
