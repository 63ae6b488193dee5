using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Slow servers, servers that are gone, and how much may wait for them.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public async Task A_command_without_a_reply_ends_in_time_and_the_silent_connection_with_it()
    {
        var clock = new TestClock();
        await using var server = new HostileServer(_ => []);
        var observer = new RecordingObserver();
        await using var client = new RedisClient(
            server.Options with { Time = clock, CommandTimeout = TimeSpan.FromSeconds(3) }, observer: observer);
        await Within.Time(client.StartAsync());
        Task<RespValue> reply = client.ExecuteAsync(RedisCommand.Of("GET", "key"));
        await server.NextCommandAsync();

        RedisTimeoutException exception = await Assert.ThrowsAsync<RedisTimeoutException>(() => clock.AdvanceUntilAsync(reply));
        Assert.Equal(CommandOutcome.Unknown, exception.Outcome);
        Assert.Contains("GET got no reply from 127.0.0.1", exception.Message, StringComparison.Ordinal);
        await clock.AdvanceUntilAsync(observer.DisconnectedAsync());
        Assert.Equal(0, client.WaitingCommands);
    }

    [Fact]
    public async Task A_silent_connection_is_asked_whether_it_is_there()
    {
        var clock = new TestClock();
        await using var server = new HostileServer(_ => []);
        var observer = new RecordingObserver();
        RedisOptions options = server.Options with { Time = clock };
        await using var client = new RedisClient(options, observer: observer);
        await Within.Time(client.StartAsync());

        // Then the clock stands still: a question must not be too late before it has been asked.
        clock.Advance(options.KeepaliveInterval + TimeSpan.FromSeconds(1));
        Assert.Equal("PING", await server.NextCommandAsync());
        Assert.Contains(
            "has said nothing for", (await clock.AdvanceUntilAsync(observer.DisconnectedAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_wait_for_a_server_that_comes_back()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        var observer = new RecordingObserver();
        await using var client = new RedisClient(redis.Options, observer: observer);
        await Within.Time(client.StartAsync());
        RedisServer before = await observer.ConnectedAsync();
        await redis.KillAsync();
        await observer.DisconnectedAsync();

        Task<RespValue>[] waiting = [.. Enumerable.Range(0, 100)
            .Select(index => client.ExecuteAsync(RedisCommand.OnKey("RPUSH", "list", index)))];
        Assert.Equal(100, client.WaitingCommands);
        Assert.False(client.IsConnected);
        await redis.StartAgainAsync();
        RespValue[] lengths = await Within.Time(Task.WhenAll(waiting));

        Assert.Equal(Enumerable.Range(1, 100), lengths.Select(static value => (int)value.Integer));
        Assert.NotEqual(before.RunId, (await observer.ConnectedAsync()).RunId);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task A_command_that_was_sent_fails_with_the_connection_and_is_not_sent_again()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using var client = new RedisClient(redis.Options);
        await Within.Time(client.StartAsync());
        Task<RespValue> popped = client.ExecuteAsync(RedisCommand.OnKey("BLPOP", "list", 0L));
        await UntilBlockedAsync(redis);
        await redis.KillAsync();

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(() => Within.Time(popped));
        Assert.Equal(CommandOutcome.Unknown, exception.Outcome);
    }

    [Fact]
    public async Task Without_a_connection_a_command_waits_no_longer_than_it_may()
    {
        var clock = new TestClock();
        var options = new RedisOptions { Endpoints = [new RedisEndpoint("127.0.0.1", RedisProcess.FreePort())], Time = clock };
        await using var client = new RedisClient(options);

        RedisTimeoutException exception = await Assert.ThrowsAsync<RedisTimeoutException>(
            () => clock.AdvanceUntilAsync(client.ExecuteAsync(RedisCommand.Of("PING"))));
        Assert.Equal(CommandOutcome.NotSent, exception.Outcome);
        Assert.Contains("PING was not sent", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, client.WaitingCommands);
    }

    [Fact]
    public async Task Without_a_connection_a_command_fails_at_once_if_that_is_asked_for()
    {
        var options = new RedisOptions
        {
            Endpoints = [new RedisEndpoint("127.0.0.1", RedisProcess.FreePort())],
            Waiting = new RedisWaiting { WhileDisconnected = WhileDisconnected.Fail },
        };
        await using var client = new RedisClient(options);
        await Assert.ThrowsAsync<RedisConnectionException>(() => Within.Time(client.StartAsync()));

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(
            () => Within.Time(client.ExecuteAsync(RedisCommand.Of("PING"))));
        Assert.Equal(CommandOutcome.NotSent, exception.Outcome);
        Assert.Contains("Connection refused", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_and_goes_on_trying()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await redis.KillAsync();
        await using var client = new RedisClient(redis.Options);
        RedisConnectionException exception =
            await Assert.ThrowsAsync<RedisConnectionException>(() => Within.Time(client.StartAsync()));

        Assert.Contains($"127.0.0.1:{redis.Port}", exception.Message, StringComparison.Ordinal);
        await redis.StartAgainAsync();
        Assert.Equal("PONG", (await Within.Time(client.ExecuteAsync(RedisCommand.Of("PING")))).Text);
    }

    [Fact]
    public async Task No_more_commands_wait_than_may()
    {
        await using var server = new HostileServer(_ => []);
        await using var client = new RedisClient(server.Options with { Waiting = new RedisWaiting { MaxCommands = 3 } });
        Task<RespValue>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => client.ExecuteAsync(RedisCommand.Of("PING")))];

        RedisOverloadedException exception = await Assert.ThrowsAsync<RedisOverloadedException>(
            () => client.ExecuteAsync(RedisCommand.Of("PING")));
        Assert.StartsWith("3 commands of ", exception.Message, StringComparison.Ordinal);
        Assert.All(waiting, static reply => Assert.False(reply.IsCompleted));
    }

    [Fact]
    public async Task No_more_bytes_wait_than_may_and_one_command_always_does()
    {
        await using var server = new HostileServer(_ => []);
        await using var client = new RedisClient(server.Options with { Waiting = new RedisWaiting { MaxBytes = 1000 } });
        Task<RespValue> large = client.ExecuteAsync(RedisCommand.Of("ECHO", new byte[5000]));

        await Assert.ThrowsAsync<RedisOverloadedException>(() => client.ExecuteAsync(RedisCommand.Of("PING")));
        Assert.False(large.IsCompleted);
    }

    [Fact]
    public async Task The_end_fails_what_waits()
    {
        await using var server = new HostileServer(_ => []);
        var client = new RedisClient(server.Options);
        await Within.Time(client.StartAsync());
        Task<RespValue> waiting = client.ExecuteAsync(RedisCommand.Of("PING"));
        Task<RespValue> blocked = client.ExecuteBlockingAsync(RedisCommand.Of("PING"));
        await Within.Time(client.DisposeAsync());

        await Assert.ThrowsAnyAsync<RedisException>(() => Within.Time(waiting));
        await Assert.ThrowsAnyAsync<RedisException>(() => Within.Time(blocked));
    }

    private static async Task UntilBlockedAsync(RedisProcess redis)
    {
        await using var other = new RedisClient(redis.Options);
        using var limit = new CancellationTokenSource(Within.Limit);
        RedisCommand clients = RedisCommand.Of("INFO", "clients");
        while (!(await Within.Time(other.ExecuteAsync(clients))).Text.Contains("blocked_clients:1", StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
