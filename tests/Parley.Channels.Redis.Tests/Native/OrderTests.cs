using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>What becomes of the order when Redis refuses one publication for a moment, and would take the next.</summary>
public sealed class OrderTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("id-a", "id-b")]
    [InlineData("id-a", null)]
    [InlineData(null, "id-b")]
    public async Task What_is_refused_for_a_moment_is_not_overtaken(string? firstId, string? secondId)
    {
        GroupName group = new($"garden-{firstId}-{secondId}");
        RedisProcess redis = await fixture.RedisAsync();
        await using var proxy = new LoadingProxy(redis.Endpoint);
        await using LayerNode node = await LayerNode.StartAsync(
            redis.Options with { Endpoints = [proxy.Endpoint] }, new RedisLayerOptions { PublishTimeout = Within.Limit });
        await node.SubscribeAsync(group);
        proxy.RefuseNext();
        Task<PublishResult> first = node.SayAsync(group, "a", firstId);
        Task<PublishResult> second = node.SayAsync(group, "b", secondId);
        PublishResult[] results = await Task.WhenAll(first, second);
        Assert.All(results, static result => Assert.Equal(PublishStatus.Stored, result.Status));
        Assert.Equal([1, 2], results.Select(static result => result.Position.Offset));
        Assert.Equal(1, proxy.Refused);
        await node.Log.ExpectAsync("a@1", "b@2");
        Assert.Equal("1-2: a@1 b@2", await node.ReadAsync(group));
    }
}
