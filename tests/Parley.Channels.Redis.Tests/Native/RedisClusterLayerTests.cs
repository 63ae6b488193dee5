namespace Parley.Channels.Redis.Tests.Native;

/// <summary>The native layer on a Redis Cluster of three nodes.</summary>
public sealed class RedisClusterLayerTests(ClusterFixture fixture)
    : LayerTests(LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder), IClassFixture<ClusterFixture>
{
    protected override async ValueTask<IChannelLayer> CreateLayerAsync() => new RedisLayer((await fixture.ClusterAsync()).Options);
}
