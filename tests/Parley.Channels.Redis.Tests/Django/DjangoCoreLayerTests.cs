using Parley.Channels.Redis.Tests.Native;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>The layer in the format of channels_redis.core.</summary>
public sealed class DjangoCoreLayerTests(RedisFixture fixture) : LayerTests(LayerCapabilities.None), IClassFixture<RedisFixture>
{
    protected override string GroupPrefix => "lobby";

    protected override async ValueTask<IChannelLayer> CreateLayerAsync() => new DjangoCoreLayer(
        (await fixture.RedisAsync()).Options, new DjangoLayerOptions { Capacity = 10_000 });

    private protected override bool MayBeLeftOut(string rule) => !rule.StartsWith("Without history", StringComparison.Ordinal);
}
