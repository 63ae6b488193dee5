using Parley.Testing;

namespace Parley.Channels.Tests.Layers;

/// <summary>The layer of a node among several, which share their groups in memory.</summary>
public sealed class ClusterLayerTests()
    : LayerTests(LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder)
{
    private readonly InMemoryCluster _cluster = new(TimeProvider.System);

    protected override ValueTask<IChannelLayer> CreateLayerAsync() => new(_cluster.CreateNode().Layer);
}
