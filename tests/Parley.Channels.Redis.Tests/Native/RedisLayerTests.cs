namespace Parley.Channels.Redis.Tests.Native;

/// <summary>The native layer on one server.</summary>
public sealed class RedisLayerTests(RedisFixture fixture)
    : LayerTests(LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder), IClassFixture<RedisFixture>
{
    protected override async ValueTask<IChannelLayer> CreateLayerAsync() => new RedisLayer((await fixture.RedisAsync()).Options);
}
