namespace Parley.Channels.Redis.Tests.Presence;

/// <summary>Presence on a Redis Cluster of three nodes.</summary>
public sealed class RedisClusterPresenceTests(ClusterFixture fixture) : PresenceTests, IClassFixture<ClusterFixture>
{
    private protected override async Task<RedisOptions> OptionsAsync() => (await fixture.ClusterAsync()).Options;
}
