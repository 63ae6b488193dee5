using System.Net;
using System.Net.Sockets;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>What was given up is not carried out much later: an id that has been forgotten meanwhile would not find it again.</summary>
public sealed class LateCommandTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task What_a_closed_connection_has_not_delivered_it_never_does()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var endpoint = new RedisEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);
        Stream stream = await RedisDialer.ConnectAsync(endpoint, new RedisOptions(), CancellationToken.None);
        using Socket server = await Within.Time(listener.AcceptAsync());

        // More than both ends hold: the system has bytes left to send when the connection is closed.
        var connection = new RedisConnection(stream, endpoint, new RedisOptions());
        Task<RespValue> reply = connection.ExecuteAsync(RedisCommand.Of("ECHO", new byte[16 * 1024 * 1024]));
        await Within.Until(() => server.Available > 0);
        connection.Close(new TimeoutException("It is given up."));
        await Assert.ThrowsAsync<RedisConnectionException>(() => reply);

        byte[] buffer = new byte[64 * 1024];
        SocketException end = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await Within.Time(server.ReceiveAsync(buffer, SocketFlags.None)) > 0)
            {
            }
        });
        Assert.Equal(SocketError.ConnectionReset, end.SocketErrorCode);
    }

    [Fact]
    public async Task A_connection_that_is_far_behind_is_closed_though_it_is_not_silent()
    {
        var clock = new TestClock();
        var stream = new SteppedStream();
        var options = new RedisOptions { Time = clock, CommandTimeout = _timeout };
        var connection = new RedisConnection(stream, new RedisEndpoint("127.0.0.1"), options);
        await Within.Time(stream.BeginAsync());
        Task<RespValue> reply = connection.ExecuteAsync(RedisCommand.Of("GET", "key"));
        await Within.Time(stream.SayAsync("$100\r\n"u8.ToArray()));
        for (int i = 1; i < 8; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Within.Time(stream.SayAsync("x"u8.ToArray()));
            connection.Sweep();
            Assert.False(connection.End.IsCompleted);
        }

        await Assert.ThrowsAsync<RedisTimeoutException>(() => reply);
        clock.Advance(TimeSpan.FromSeconds(1));
        connection.Sweep();
        Assert.Contains("too slow", (await Within.Time(connection.End)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_waited_too_long_is_not_sent_to_a_server_that_comes_back()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        var clock = new SleepingClock();
        var observer = new RecordingObserver();
        await using var client = new RedisClient(redis.Options with { Time = clock }, observer: observer);
        await Within.Time(client.StartAsync());
        await observer.ConnectedAsync();
        await redis.KillAsync();
        await observer.DisconnectedAsync();
        Task<RespValue> late = client.ExecuteAsync(RedisCommand.OnKey("SET", "key", "late"));
        clock.Sleep(2 * Within.Limit);
        await redis.StartAgainAsync();

        RedisTimeoutException exception = await Assert.ThrowsAsync<RedisTimeoutException>(() => Within.Time(late));
        Assert.Equal(CommandOutcome.NotSent, exception.Outcome);
        RespValue exists = await Within.Time(client.ExecuteAsync(RedisCommand.OnKey("EXISTS", "key")));
        Assert.Equal(0, exists.Integer);
    }

    [Fact]
    public async Task A_publication_whose_time_is_over_is_not_sent()
    {
        int sent = 0;
        var pending = new PendingPublication(
            _ =>
            {
                sent++;
                return Task.FromResult(default(RespValue));
            },
            size: 1,
            deadline: 10,
            WhileDisconnected.Wait);
        pending.Send(now: 10);

        RedisTimeoutException exception = await Assert.ThrowsAsync<RedisTimeoutException>(() => pending.Reply!);
        Assert.Equal(0, sent);
        Assert.False(pending.IsWorthAnotherTry(exception, now: 10));
        pending.Fail(exception);
        Assert.Equal(HistoryError.Unavailable, (await Assert.ThrowsAsync<HistoryException>(() => pending.Answer)).Error);
    }
}
