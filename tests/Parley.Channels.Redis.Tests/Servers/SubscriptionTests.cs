using System.Text;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Subscriptions against a real server, also when it is restarted.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private RedisProcess _redis = null!;
    private readonly RecordingObserver _observer = new();
    private RedisClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _client = new RedisClient(_redis.Options, observer: _observer);
        await Within.Time(_client.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task What_is_published_after_the_confirmation_is_received_in_order()
    {
        var subscriber = new RecordingSubscriber();
        await SubscribeAsync("channel", subscriber);
        for (int index = 0; index < 1000; index++)
        {
            _ = _client.ExecuteAsync(RedisCommand.Publish("channel", $"{index}"));
        }

        for (int index = 0; index < 1000; index++)
        {
            Assert.Equal($"{index}", await subscriber.NextAsync());
        }
    }

    [Fact]
    public async Task What_was_on_its_way_to_a_former_subscription_is_not_told_to_the_next()
    {
        const string Begun = ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n";
        int begun = 0;
        string Message(string text) => $">3\r\n$7\r\nmessage\r\n$1\r\na\r\n${text.Length}\r\n{text}\r\n";
        string Answer(string command) => command != "SUBSCRIBE" ? ""
            : ++begun == 1 ? Begun
            : Message("former") + ">3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n" + Begun + Message("next");
        await using var server = new HostileServer(command => [Encoding.ASCII.GetBytes(Answer(command))]);
        await using var client = new RedisClient(server.Options);
        await Within.Time(client.StartAsync());
        await Within.Time(client.SubscribeAsync("a", new RecordingSubscriber()));
        client.Unsubscribe("a");
        var subscriber = new RecordingSubscriber();
        await Within.Time(client.SubscribeAsync("a", subscriber));
        Assert.Equal("next", await subscriber.NextAsync());
    }

    [Fact]
    public async Task Each_subscriber_hears_its_own_channel_only()
    {
        RecordingSubscriber[] subscribers = [.. Enumerable.Range(0, 100).Select(static _ => new RecordingSubscriber())];
        await Task.WhenAll(subscribers.Select((subscriber, index) => SubscribeAsync($"Raum:ä:{index}", subscriber)));
        for (int index = 0; index < 100; index++)
        {
            await PublishAsync($"Raum:ä:{index}", $"{index}");
        }

        for (int index = 0; index < 100; index++)
        {
            Assert.Equal($"{index}", await subscribers[index].NextAsync());
            Assert.True(subscribers[index].IsEmpty);
        }
    }

    [Fact]
    public async Task After_the_end_nothing_is_received_and_the_server_knows()
    {
        var subscriber = new RecordingSubscriber();
        await SubscribeAsync("channel", subscriber);
        _client.Unsubscribe("channel");
        var again = new RecordingSubscriber();
        await SubscribeAsync("channel", again);

        Assert.Equal(1, (await PublishAsync("channel", "hello")).Integer);
        Assert.Equal("hello", await again.NextAsync());
        Assert.True(subscriber.IsEmpty);

        _client.Unsubscribe("channel");
        var last = new RecordingSubscriber();
        await SubscribeAsync("last", last);
        Assert.Equal(0, (await PublishAsync("channel", "nobody")).Integer);
    }

    [Fact]
    public async Task A_channel_has_one_subscriber()
    {
        await SubscribeAsync("channel", new RecordingSubscriber());

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SubscribeAsync("channel", new RecordingSubscriber()));
        Assert.Contains("'channel' already", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_that_fails_stops_nobody()
    {
        using var log = new LogCollector();
        await using var client = new RedisClient(_redis.Options, logger: log);
        var subscriber = new RecordingSubscriber();
        await Within.Time(client.SubscribeAsync("bad", new FailingSubscriber()));
        await Within.Time(client.SubscribeAsync("good", subscriber));
        await PublishAsync("bad", "hello");
        await PublishAsync("good", "hello");

        Assert.Equal("hello", await subscriber.NextAsync());
        Assert.Contains(log.Lines, static line => line.Contains("A subscriber of bad failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_restart_subscribers_are_told_and_hear_again()
    {
        RecordingSubscriber[] subscribers = [new(), new(), new()];
        await Task.WhenAll(subscribers.Select((subscriber, index) => SubscribeAsync($"channel{index}", subscriber)));
        await _redis.KillAsync();
        await _observer.DisconnectedAsync();
        foreach (RecordingSubscriber subscriber in subscribers)
        {
            Assert.Equal("interrupted", await subscriber.NextAsync());
        }

        await _redis.StartAgainAsync();
        for (int index = 0; index < subscribers.Length; index++)
        {
            Assert.Equal("resumed", await subscribers[index].NextAsync());
            Assert.Equal(1, (await PublishAsync($"channel{index}", "again")).Integer);
            Assert.Equal("again", await subscribers[index].NextAsync());
        }
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_comes_back()
    {
        var subscriber = new RecordingSubscriber();
        await SubscribeAsync("channel", subscriber);
        await Within.Time(_client.ExecuteAsync(RedisCommand.Of("CLIENT", "KILL", "TYPE", "pubsub")));

        Assert.Equal("interrupted", await subscriber.NextAsync());
        Assert.Equal("resumed", await subscriber.NextAsync());
        await PublishAsync("channel", "again");
        Assert.Equal("again", await subscriber.NextAsync());
    }

    [Fact]
    public async Task One_that_is_begun_while_the_server_is_away_begins_when_it_is_back()
    {
        await _redis.KillAsync();
        await _observer.DisconnectedAsync();
        var subscriber = new RecordingSubscriber();
        Task subscribing = SubscribeAsync("channel", subscriber);
        await _redis.StartAgainAsync();
        await subscribing;
        await PublishAsync("channel", "hello");

        Assert.Equal("hello", await subscriber.NextAsync());
    }

    private Task SubscribeAsync(string channel, IRedisSubscriber subscriber) =>
        Within.Time(_client.SubscribeAsync(channel, subscriber));

    private Task<RespValue> PublishAsync(string channel, string text) =>
        Within.Time(_client.ExecuteAsync(RedisCommand.Publish(channel, text)));

    private sealed class FailingSubscriber : IRedisSubscriber
    {
        public void OnMessage(ReadOnlyMemory<byte> payload) => throw new InvalidOperationException("It fails.");

        public void OnInterrupted(Exception reason)
        {
        }

        public void OnResumed()
        {
        }
    }
}
