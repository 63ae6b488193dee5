using Parley.Channels.Redis.Tests.Native;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>The layer in the format of channels_redis.pubsub.</summary>
public sealed class DjangoPubSubLayerTests(RedisFixture fixture) : LayerTests(LayerCapabilities.None), IClassFixture<RedisFixture>
{
    protected override string GroupPrefix => "lobby";

    protected override async ValueTask<IChannelLayer> CreateLayerAsync() => new DjangoPubSubLayer((await fixture.RedisAsync()).Options);

    private protected override bool MayBeLeftOut(string rule) => !rule.StartsWith("Without history", StringComparison.Ordinal);
}
