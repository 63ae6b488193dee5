using System.Text;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>A server that is broken or means harm: a clear error, a reconnect, and memory within bounds.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "can't begin with the byte 48")]
    [InlineData("\0\0\0\0", "can't begin with the byte 00")]
    [InlineData(":abc\r\n", "whole number")]
    [InlineData("$-7\r\n", "string of -7 bytes")]
    [InlineData("$2000000000\r\n", "string of 2000000000 bytes")]
    [InlineData("*2000000000\r\n", "array of 2000000000 values")]
    [InlineData("+OK\r\n+OK\r\n", "no command waiting")]
    public async Task Garbage_ends_the_connection_and_a_new_one_is_opened(string answer, string part)
    {
        await using var server = new HostileServer(answer);
        var observer = new RecordingObserver();
        await using var client = new RedisClient(server.Options, observer: observer);
        await Within.Time(client.StartAsync());
        await observer.ConnectedAsync();

        // The reply to the second command is not the first of what the server says too much.
        Task<RespValue> first = client.ExecuteAsync(RedisCommand.Of("GET", "key"));
        Exception reason = await observer.DisconnectedAsync();
        await Within.Time(Task.WhenAny(first));
        await observer.ConnectedAsync();

        Assert.Contains(part, reason.Message, StringComparison.Ordinal);
        Assert.IsType<RedisProtocolException>(reason);
        if (first.IsFaulted)
        {
            RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(() => first);
            Assert.Equal(CommandOutcome.Unknown, exception.Outcome);
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, client.WaitingCommands);
    }

    [Fact]
    public async Task Arrays_within_arrays_end_at_the_limit()
    {
        byte[] nested = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 100_000)));
        await using var server = new HostileServer(_ => [nested]);
        await using var client = new RedisClient(server.Options);

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(
            () => Within.Time(client.ExecuteAsync(RedisCommand.Of("GET", "key"))));
        Assert.Contains("deeper than 32", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strings_without_end_stop_at_the_reply_s_bound()
    {
        byte[] piece = [.. "$1000000\r\n"u8, .. new byte[1_000_000], .. "\r\n"u8];
        await using var server = new HostileServer(_ => Endless("*100000\r\n"u8.ToArray(), piece));
        RedisOptions options = server.Options with { ReplyLimits = new RedisReplyLimits { MaxReplyBytes = 10_000_000 } };
        await using var client = new RedisClient(options);

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(
            () => Within.Time(client.ExecuteAsync(RedisCommand.Of("GET", "key"))));
        Assert.Contains("more than 10000000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_stops_at_its_bound()
    {
        await using var server = new HostileServer(_ => Endless("+"u8.ToArray(), new byte[10_000]));
        await using var client = new RedisClient(server.Options);

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(
            () => Within.Time(client.ExecuteAsync(RedisCommand.Of("GET", "key"))));
        Assert.Contains("longer than 65536", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_of_another_type_is_told_to_whoever_reads_it()
    {
        await using var server = new HostileServer("*2\r\n:1\r\n$1\r\na\r\n");
        await using var client = new RedisClient(server.Options);
        RespValue reply = await Within.Time(client.ExecuteAsync(RedisCommand.Of("GET", "key")));

        Assert.Equal(
            "a string is expected in the reply; the server sent Array of 2.",
            Assert.Throws<RedisProtocolException>(() => reply.Text).Message);
    }

    [Fact]
    public async Task Pushes_nobody_asked_for_harm_nobody()
    {
        await using var server = new HostileServer(">2\r\n+invalidate\r\n_\r\n>1\r\n:1\r\n>0\r\n+PONG\r\n");
        await using var client = new RedisClient(server.Options);

        Assert.Equal("PONG", (await Within.Time(client.ExecuteAsync(RedisCommand.Of("PING")))).Text);
    }

    [Theory]
    [InlineData(">1\r\n:1\r\n>3\r\n:1\r\n:2\r\n:3\r\n>3\r\n$7\r\nmessage\r\n*0\r\n_\r\n>0\r\n")]
    [InlineData(">3\r\n$7\r\nmessage\r\n$7\r\nchannel\r\n*0\r\n")]
    [InlineData(">3\r\n+message\r\n+channel\r\n:1\r\n")]
    public async Task Pushes_of_the_wrong_form_harm_no_other_subscription(string pushes)
    {
        string confirmed = ">3\r\n$9\r\nsubscribe\r\n$7\r\nchannel\r\n:1\r\n";
        string message = ">3\r\n$7\r\nmessage\r\n$7\r\nchannel\r\n$5\r\nhello\r\n";
        int connection = 0;
        await using var server = new HostileServer(command => command == "SUBSCRIBE"
            ? [Encoding.ASCII.GetBytes(confirmed + (connection++ == 0 ? pushes : "") + message)]
            : ["+OK\r\n"u8.ToArray()]);
        await using var client = new RedisClient(server.Options);
        var subscriber = new RecordingSubscriber();
        await Within.Time(client.SubscribeAsync("channel", subscriber));

        // It may go on, or connect again: the message comes.
        string next = await subscriber.NextAsync();
        while (next != "hello")
        {
            next = await subscriber.NextAsync();
        }
    }

    [Fact]
    public async Task A_server_that_never_signs_us_in_is_given_up_and_tried_again()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var clock = new TestClock();
        var options = new RedisOptions
        {
            Endpoints = [new RedisEndpoint("127.0.0.1", ((System.Net.IPEndPoint)silent.LocalEndpoint).Port)],
            Time = clock,
        };
        var observer = new RecordingObserver();
        await using var client = new RedisClient(options, observer: observer);

        RedisConnectionException exception = await Assert.ThrowsAsync<RedisConnectionException>(
            () => clock.AdvanceUntilAsync(client.StartAsync()));
        Assert.Contains("nothing came of it within 5 s", exception.Message, StringComparison.Ordinal);
        await observer.DisconnectedAsync();
        await clock.AdvanceUntilAsync(observer.DisconnectedAsync());
    }

    private static IEnumerable<byte[]> Endless(byte[] first, byte[] piece)
    {
        yield return first;
        while (true)
        {
            yield return piece;
        }
    }
}
