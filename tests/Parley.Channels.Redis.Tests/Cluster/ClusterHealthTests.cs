using Microsoft.Extensions.Logging.Abstractions;
using Parley.Channels.Redis.Tests.Native;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>What a layer says of its connections while the servers of a cluster change.</summary>
public sealed class ClusterHealthTests : OwnClusterTests
{
    [Fact]
    public async Task A_server_whose_slots_the_others_have_taken_is_not_missed()
    {
        var log = new LayerLog();
        var health = new LayerHealth(NullLogger.Instance);
        await using var client = new RedisClient(Cluster.Options, observer: health);
        await Within.Time(client.StartAsync());
        health.Start(log, () => client.IsConnected);
        await log.UntilAsync(LayerState.Connected);
        RespValue lost = await Cluster.ExecuteAsync(2, "CLUSTER", "MYID");
        RespValue slots = (await Cluster.ExecuteAsync(0, "CLUSTER", "SLOTS")).Items.ToArray()
            .Single(range => range.Items[2].Items[1].Integer == Cluster.Nodes[2].Port);
        await Cluster.Nodes[2].KillAsync();
        await log.UntilAsync(LayerState.Disconnected);
        for (int node = 0; node < 2; node++)
        {
            await Cluster.ExecuteAsync(node, "CLUSTER", "FORGET", lost.Text);
        }

        await Cluster.ExecuteAsync(0, "CLUSTER", "ADDSLOTSRANGE", slots.Items[0].Integer, slots.Items[1].Integer);
        await log.UntilAsync(LayerState.Connected);
    }
}
