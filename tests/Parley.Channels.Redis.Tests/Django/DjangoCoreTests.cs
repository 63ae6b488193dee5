using Microsoft.Extensions.Logging;
using Parley.Channels.Redis.Tests.Native;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>What the core layer does with the keys of channels_redis.</summary>
public sealed class DjangoCoreTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private const string Dead = "specific.0123456789abcdef0123456789abcdef!fedcba9876543210fedcba9876543210";

    private readonly LayerLog _log = new();
    private readonly GroupName _group = new($"garden-{Guid.NewGuid():N}");

    private static double Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private string GroupKey => $"asgi:group:{_group}";

    [Fact]
    public async Task A_node_is_one_process_with_one_channel_in_a_group_and_leaves_it_at_its_end()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using (var layer = new DjangoCoreLayer(redis.Options))
        {
            await Within.Time(layer.StartAsync(_log));
            await Within.Time(layer.SubscribeAsync(_group));
            string channel = Assert.Single((await redis.AskAsync(RedisCommand.OnKey("ZRANGE", GroupKey, 0L, -1L))).Items.ToArray()).Text;
            Assert.Matches("^specific\\.[0-9a-f]{32}![0-9a-f]{32}$", channel);
            Assert.InRange((await redis.AskAsync(RedisCommand.OnKey("TTL", GroupKey))).Integer, 86_000, 86_400);
            await PublishAsync(layer);
            await _log.ExpectAsync("hi@0");
        }

        Assert.Equal(0, (await redis.AskAsync(RedisCommand.OnKey("EXISTS", GroupKey))).Integer);
    }

    [Fact]
    public async Task Channels_that_have_expired_are_taken_out_and_those_of_this_node_added_in_time()
    {
        RedisProcess redis = await fixture.RedisAsync();
        TimeSpan refresh = new DjangoLayerOptions().GroupExpiry / 3;
        var clock = new HandClock(refresh);
        await using var layer = new DjangoCoreLayer(redis.Options with { Time = clock });
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        string channel = (await redis.AskAsync(RedisCommand.OnKey("ZRANGE", GroupKey, 0L, -1L))).Items[0].Text;
        await redis.AskAsync(RedisCommand.OnKey("ZADD", GroupKey, 1L, channel));
        clock.Timers.Advance(refresh);
        await Within.Until(async () => (await redis.AskAsync(RedisCommand.OnKey("ZSCORE", GroupKey, channel))).Double > 1);
        await redis.AskAsync(RedisCommand.OnKey("ZADD", GroupKey, 1L, Dead));
        await PublishAsync(layer);
        await _log.ExpectAsync("hi@0");
        Assert.Equal(1, (await redis.AskAsync(RedisCommand.OnKey("ZCARD", GroupKey))).Integer);
    }

    [Fact]
    public async Task A_Redis_that_has_forgotten_the_groups_is_told_of_them_when_it_is_there_again()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using var layer = new DjangoCoreLayer(redis.Options);
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        await redis.KillAsync();
        await _log.UntilAsync(LayerState.Disconnected);
        await redis.StartAgainAsync();
        await _log.UntilAsync(LayerState.Connected);
        await PublishAsync(layer);
        await _log.ExpectAsync("hi@0");
    }

    [Fact]
    public async Task Groups_may_last_longer_than_a_timer()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using var layer = new DjangoCoreLayer(redis.Options, new DjangoLayerOptions { GroupExpiry = TimeSpan.FromDays(365) });
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        Assert.InRange((await redis.AskAsync(RedisCommand.OnKey("TTL", GroupKey))).Integer, 364 * 86_400, 365 * 86_400);
    }

    [Fact]
    public async Task What_is_over_capacity_is_dropped_counted_and_logged_and_the_sender_can_ask()
    {
        RedisProcess redis = await fixture.RedisAsync();
        using var logs = new LogCollector();
        await using var layer = new DjangoCoreLayer(
            redis.Options, new DjangoLayerOptions { Capacity = 2 }, new Logger<DjangoCoreLayer>(logs));
        await Within.Time(layer.StartAsync(_log));
        await redis.AskAsync(RedisCommand.OnKey("ZADD", GroupKey, Now, Dead));
        await PublishAsync(layer);
        await PublishAsync(layer);
        Assert.Equal(0, layer.OverCapacityCount);
        await PublishAsync(layer);
        Assert.Equal(1, layer.OverCapacityCount);
        Assert.Contains(logs.Lines, line => line.Contains($"A message to {_group} was dropped for 1", StringComparison.Ordinal));
        Publication publication = Publication.Broadcast(MessageType.Text, "hi"u8);
        await Assert.ThrowsAsync<DjangoChannelFullException>(
            () => Within.Time(layer.SendAsync(new ChannelName(Dead), publication)));
        publication.Release();
        await redis.AskAsync(RedisCommand.OnKey("DEL", "asgispecific.0123456789abcdef0123456789abcdef!"));
    }

    [Theory]
    [InlineData("大厅")]
    [InlineData("a b")]
    public async Task Names_that_Django_does_not_take_are_refused_with_the_rule(string name)
    {
        await using var layer = new DjangoCoreLayer((await fixture.RedisAsync()).Options);
        await Within.Time(layer.StartAsync(_log));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Within.Time(layer.SubscribeAsync(new GroupName(name))));
        Assert.Contains("1 to 99 ASCII letters", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_is_no_event_is_left_out_and_logged()
    {
        RedisProcess redis = await fixture.RedisAsync();
        using var logs = new LogCollector();
        await using var layer = new DjangoCoreLayer(redis.Options, logger: new Logger<DjangoCoreLayer>(logs));
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        string channel = (await redis.AskAsync(RedisCommand.OnKey("ZRANGE", GroupKey, 0L, -1L))).Items[0].Text;
        string key = "asgi" + DjangoNames.NonLocal(channel);
        await redis.AskAsync(RedisCommand.OnKey("ZADD", key, Now, "junk"));
        await redis.AskAsync(RedisCommand.OnKey("ZADD", key, Now, "twelve bytes and more junk"));
        await PublishAsync(layer);
        await _log.ExpectAsync("hi@0");
        Assert.Equal(2, logs.Lines.Count(static line => line.Contains("can't be read, and is left out", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_taken_and_whose_answer_was_lost_is_handed_over_all_the_same()
    {
        RedisProcess redis = await fixture.RedisAsync();
        await using var layer = new DjangoCoreLayer(redis.Options);
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        string channel = (await redis.AskAsync(RedisCommand.OnKey("ZRANGE", GroupKey, 0L, -1L))).Items[0].Text;
        string inFlight = new DjangoKeys().InFlight(channel);
        await redis.AskAsync(RedisCommand.OnKey("ZADD", inFlight, Now, Event("lost", channel)));
        await PublishAsync(layer);
        string[] lines = [await _log.NextAsync(), await _log.NextAsync()];
        Assert.Equal(["hi@0", "lost@0"], lines.Order());
        await Within.Until(async () => (await redis.AskAsync(RedisCommand.OnKey("EXISTS", inFlight))).Integer == 0);
        await PublishAsync(layer);
        await _log.ExpectAsync("hi@0");
    }

    [Fact]
    public async Task What_was_taken_and_can_not_be_put_in_flight_is_handed_over_all_the_same()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all"));
        await using var layer = new DjangoCoreLayer(redis.Options with { User = "app", Password = "secret" });
        await Within.Time(layer.StartAsync(_log));
        await Within.Time(layer.SubscribeAsync(_group));
        string channel = (await redis.AskAsync(RedisCommand.OnKey("ZRANGE", GroupKey, 0L, -1L))).Items[0].Text;
        await redis.AskAsync(RedisCommand.Of("ACL", "SETUSER", "app", "-zadd"));
        await redis.AskAsync(RedisCommand.OnKey("ZADD", new DjangoKeys().Channel(channel), Now, Event("held", channel)));
        await _log.ExpectAsync("held@0");
    }

    private static byte[] Event(string text, string channel) => DjangoPayload.ToChannels(
        new DjangoEventFormat().ToEvent(text), [channel], DjangoSerializer.MessagePack);

    private async Task PublishAsync(DjangoCoreLayer layer)
    {
        Publication publication = Publication.Broadcast(MessageType.Text, "hi"u8);
        await Within.Time(layer.PublishAsync(_group, publication));
        publication.Release();
    }
}
