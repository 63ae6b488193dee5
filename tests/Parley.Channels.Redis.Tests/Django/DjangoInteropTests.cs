using System.Text;
using Parley.Channels.Redis.Tests.Native;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>Groups shared with a real Django process.</summary>
public sealed class DjangoInteropTests(DjangoFixture fixture) : IClassFixture<DjangoFixture>
{
    private const string Core = "core.RedisChannelLayer";
    private const string PubSub = "pubsub.RedisPubSubChannelLayer";

    private readonly LayerLog _log = new();
    private readonly GroupName _group = new($"garden-{Guid.NewGuid():N}");

    public static TheoryData<string> Backends { get; } = new(Core, PubSub);

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Text_and_bytes_go_both_ways_once_and_in_order(string backend)
    {
        const int Count = 20;
        DjangoProcess django = await fixture.DjangoAsync(backend);
        await using IChannelLayer layer = await StartAsync(backend);
        await Within.Time(layer.SubscribeAsync(_group));
        await using WebSocketConnection member = await django.JoinAsync(_group.Value);
        for (int i = 0; i < Count; i++)
        {
            await member.SendAsync($"安 {i}");
            await _log.ExpectAsync($"安 {i}@0");
            Assert.Equal($"安 {i}", await DjangoProcess.ReadAsync(member));
            await PublishAsync(layer, MessageType.Text, $"b {i}");
            await _log.ExpectAsync($"b {i}@0");
            Assert.Equal($"b {i}", await DjangoProcess.ReadAsync(member));
        }

        await member.SendAsync(MessageType.Binary, Encoding.UTF8.GetBytes("bytes"));
        await _log.ExpectAsync("bytes@0");
        Assert.Equal(DataForm.Bytes, _log.Last!.Form);
        Assert.Equal("6279746573", await DjangoProcess.ReadAsync(member));
        await PublishAsync(layer, MessageType.Binary, "bytes");
        await _log.ExpectAsync("bytes@0");
        Assert.Equal("6279746573", await DjangoProcess.ReadAsync(member));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Who_has_left_on_one_side_hears_nothing_of_the_other(string backend)
    {
        DjangoProcess django = await fixture.DjangoAsync(backend);
        await using IChannelLayer layer = await StartAsync(backend);
        await Within.Time(layer.SubscribeAsync(_group));
        await using WebSocketConnection leaver = await django.JoinAsync(_group.Value);
        await using WebSocketConnection stayer = await django.JoinAsync(_group.Value);
        await leaver.SendAsync("/leave");
        Assert.Equal("left", await DjangoProcess.ReadAsync(leaver));
        await PublishAsync(layer, MessageType.Text, "a");
        await _log.ExpectAsync("a@0");
        Assert.Equal("a", await DjangoProcess.ReadAsync(stayer));
        await leaver.SendAsync("/name");
        Assert.NotEqual("a", await DjangoProcess.ReadAsync(leaver));

        await Within.Time(layer.UnsubscribeAsync(_group));
        await stayer.SendAsync("b");
        Assert.Equal("b", await DjangoProcess.ReadAsync(stayer));
        await Within.Time(layer.SubscribeAsync(_group));
        await stayer.SendAsync("c");
        await _log.ExpectAsync("c@0");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_channel_is_sent_to_from_the_other_side(string backend)
    {
        DjangoProcess django = await fixture.DjangoAsync(backend);
        await using IChannelLayer layer = await StartAsync(backend);
        ChannelName here = layer.NewChannel();
        await WaitForSubscriptionAsync(backend, here);
        await django.SendAsync(here.Value, "hello there");
        await _log.ExpectAsync($"hello there to {here}");

        await using WebSocketConnection member = await django.JoinAsync(_group.Value);
        await member.SendAsync("/name");
        var there = new ChannelName(await DjangoProcess.ReadAsync(member));
        Publication publication = Publication.Broadcast(MessageType.Text, "hello back"u8);
        Assert.Equal(SendResult.Sent, await Within.Time(layer.SendAsync(there, publication)));
        publication.Release();
        Assert.Equal("hello back", await DjangoProcess.ReadAsync(member));
    }

    private async Task<IChannelLayer> StartAsync(string backend)
    {
        RedisOptions redis = (await fixture.RedisAsync()).Options;
        IChannelLayer layer = backend == Core ? new DjangoCoreLayer(redis) : new DjangoPubSubLayer(redis);
        await Within.Time(layer.StartAsync(_log));
        return layer;
    }

    private async Task PublishAsync(IChannelLayer layer, MessageType type, string text)
    {
        Publication publication = Publication.Broadcast(type, Encoding.UTF8.GetBytes(text));
        await Within.Time(layer.PublishAsync(_group, publication));
        publication.Release();
    }

    // A channel of Pub/Sub is a subscription, which is on its way.
    private async Task WaitForSubscriptionAsync(string backend, ChannelName channel)
    {
        RedisProcess redis = await fixture.RedisAsync();
        await Within.Until(async () => backend != PubSub
            || (await redis.AskAsync(RedisCommand.Of("PUBSUB", "NUMSUB", channel.Value))).Items[1].Integer > 0);
    }
}
