using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Layers;

/// <summary>The layer of one process, without history.</summary>
public sealed class InProcessLayerTests() : LayerTests(LayerCapabilities.Positions | LayerCapabilities.TotalOrder)
{
    private static readonly GroupName _group = new("garden");

    [Fact]
    public async Task NoHistory_is_the_same_as_none()
    {
        await using var layer = new InProcessLayer(NoHistory.Instance);
        await using var bare = new InProcessLayer();
        Assert.Equal(bare.Capabilities, layer.Capabilities);
    }

    [Fact]
    public async Task A_raw_publication_costs_its_32_bytes_and_nothing_else()
    {
        await using var layer = new InProcessLayer();
        await layer.StartAsync(new SilentNode());
        await layer.SubscribeAsync(_group);
        byte[] payload = Encoding.UTF8.GetBytes("hello");
        long allocated = Allocations.InThousandRounds(() =>
        {
            Publication publication = Publication.Broadcast(MessageType.Text, payload);
            ValueTask<PublishResult> publishing = layer.PublishAsync(_group, publication);
            Assert.True(publishing.IsCompletedSuccessfully);
            publication.Release();
        });
        Assert.InRange(allocated, 0, 32 * 1000);
    }

    [Fact]
    public async Task Before_its_start_a_layer_says_what_is_missing()
    {
        await using var layer = new InProcessLayer();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await layer.SubscribeAsync(_group));
        Assert.Contains("StartAsync", exception.Message, StringComparison.Ordinal);
    }

    protected override ValueTask<IChannelLayer> CreateLayerAsync() => new(new InProcessLayer());
}
