using Parley.Channels.Redis.Tests.Native;

namespace Parley.Channels.Redis.Tests.Presence;

/// <summary>Presence on one server.</summary>
public sealed class RedisPresenceTests(RedisFixture fixture) : PresenceTests, IClassFixture<RedisFixture>
{
    private protected override async Task<RedisOptions> OptionsAsync() => (await fixture.RedisAsync()).Options;
}
