using System.Text;
using Microsoft.Extensions.Logging;
using Parley.Protocol;
using Parley.Testing;
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

    /// <summary>Both were carried out, and both answers lost. The first is found again by its id, the second by its number.</summary>
    [Fact]
    public async Task A_try_that_is_found_again_by_its_id_does_not_let_the_one_behind_it_be_published_twice()
    {
        GroupName group = new("orchard");
        RedisProcess redis = await fixture.RedisAsync();
        var keys = new NativeKeys("parley");
        var scripts = new GroupScripts(null!, keys, new RedisLayerOptions { Durability = RedisDurability.Durable }, "0123456789abcdef");
        async Task<long> PublishAsync(string text, string? id, PublishTurn turn)
        {
            var publication = Publication.Broadcast(
                MessageType.Text, Encoding.UTF8.GetBytes(text), id is null ? default : new PublicationOrigin(id));
            ResendId? resend = ResendId.TryCreate(publication, out ResendId known) ? known : null;
            RedisCommand command = scripts.Publish(
                static (script, keys, arguments) => script.BySource(keys, arguments), group, turn, resend, Envelope.Write(publication));
            publication.Release();
            return (await redis.AskAsync(command)).Items[2].Integer;
        }

        Assert.Equal(1, await PublishAsync("a", "id-a", new PublishTurn(1, null, IsAgain: false)));
        Assert.Equal(2, await PublishAsync("b", null, new PublishTurn(2, 1, IsAgain: false)));
        Assert.Equal(1, await PublishAsync("a", "id-a", new PublishTurn(1, null, IsAgain: true)));
        Assert.Equal(2, await PublishAsync("b", null, new PublishTurn(2, 1, IsAgain: true)));
        Assert.Equal(2, (await redis.AskAsync(RedisCommand.OnKey("XLEN", keys.Stream(group)))).Integer);
    }

    [Fact]
    public async Task A_publication_that_waits_for_another_try_is_answered_when_the_layer_is_closed()
    {
        RedisProcess redis = await fixture.RedisAsync();
        var clock = new TestClock();
        await using var proxy = new LoadingProxy(redis.Endpoint);
        using var log = new LogCollector();

        // The clock runs on until there is an answer: the time for tries must not be what ends them.
        await using var node = new LayerNode(new RedisLayer(
            redis.Options with { Endpoints = [proxy.Endpoint], Time = clock },
            new RedisLayerOptions { PublishTimeout = TimeSpan.FromDays(20) },
            new Logger<RedisLayer>(log)));
        await Within.Time(node.Layer.StartAsync(node.Log));
        proxy.RefuseNext();
        Task<PublishResult> publishing = node.SayAsync(new GroupName("closing"), "a");
        await Within.Until(() => log.Lines.Any(static line => line.Contains(" are sent again: ", StringComparison.Ordinal)));
        await Within.Time(node.DisposeAsync());
        await clock.AdvanceUntilAsync(Task.WhenAny(publishing));
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => publishing);
        Assert.True(fault is ObjectDisposedException or RedisConnectionException, fault.ToString());
    }
}
