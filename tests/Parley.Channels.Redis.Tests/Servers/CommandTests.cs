using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Commands, scripts and blocking ones against a real server.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private RedisProcess _redis = null!;
    private RedisClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _client = new RedisClient(_redis.Options);
        await Within.Time(_client.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Commands_are_answered_each_with_its_own_reply()
    {
        Task<RespValue>[] replies = [.. Enumerable.Range(0, 10_000)
            .Select(index => _client.ExecuteAsync(RedisCommand.Of("ECHO", index)))];
        RespValue[] values = await Within.Time(Task.WhenAll(replies));

        Assert.Equal(Enumerable.Range(0, 10_000), values.Select(static value => (int)value.Integer));
        Assert.Equal(0, _client.WaitingCommands);
    }

    [Fact]
    public async Task Commands_are_carried_out_in_the_order_of_the_calls()
    {
        Task<RespValue>[] replies = [.. Enumerable.Range(0, 1000)
            .Select(index => _client.ExecuteAsync(RedisCommand.OnKey("RPUSH", "list", index)))];
        await Within.Time(Task.WhenAll(replies));
        RespValue list = await ExecuteAsync(RedisCommand.OnKey("LRANGE", "list", 0L, -1L));

        Assert.Equal(Enumerable.Range(0, 1000), list.Items.ToArray().Select(static value => (int)value.Integer));
    }

    [Fact]
    public async Task Bytes_come_back_as_they_were()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1_000_000).Select(static index => (byte)(index * 7))];
        await ExecuteAsync(RedisCommand.OnKey("SET", "bytes", bytes));

        Assert.Equal(bytes, (await ExecuteAsync(RedisCommand.OnKey("GET", "bytes"))).Bytes.ToArray());
    }

    [Fact]
    public async Task An_error_keeps_the_servers_words()
    {
        RedisServerException exception = await Assert.ThrowsAsync<RedisServerException>(
            () => ExecuteAsync(RedisCommand.Of("NONSENSE")));

        Assert.Equal("ERR", exception.Code);
        Assert.Contains("unknown command", exception.Message, StringComparison.Ordinal);
        Assert.Equal("PONG", (await ExecuteAsync(RedisCommand.Of("PING"))).Text);
    }

    [Fact]
    public async Task A_script_runs_by_its_hash_also_after_the_server_has_forgotten_it()
    {
        var script = new RedisScript("return {KEYS[1], ARGV[1], ARGV[2]}");
        for (int round = 0; round < 2; round++)
        {
            RespValue reply = await Within.Time(_client.EvaluateAsync(script, ["{a}key"], ["one", RedisArgument.ServerRunId]));
            Assert.Equal("{a}key", reply.Items[0].Text);
            Assert.Equal("one", reply.Items[1].Text);
            Assert.Equal(await RunIdAsync(), reply.Items[2].Text);

            // Known by now: the hash is enough.
            await ExecuteAsync(script.ByHash(["k"], ["1", "2"]));
            await ExecuteAsync(RedisCommand.Of("SCRIPT", "FLUSH"));
        }
    }

    [Fact]
    public async Task Scripts_given_at_the_start_are_loaded_before_the_first_command()
    {
        var script = new RedisScript("return 'loaded'");
        await using var client = new RedisClient(_redis.Options, [script]);

        // Not started: the first command waits for the connection.
        Task<RespValue> reply = client.ExecuteAsync(script.ByHash(["key"], []));

        Assert.Equal("loaded", (await Within.Time(reply)).Text);
    }

    [Fact]
    public async Task Errors_within_a_transaction_are_values()
    {
        Task<RespValue>[] replies =
        [
            _client.ExecuteAsync(RedisCommand.Of("MULTI")),
            _client.ExecuteAsync(RedisCommand.OnKey("SET", "text", "abc")),
            _client.ExecuteAsync(RedisCommand.OnKey("INCR", "text")),
            _client.ExecuteAsync(RedisCommand.Of("EXEC")),
        ];
        RespValue[] values = await Within.Time(Task.WhenAll(replies));

        Assert.True(values[3].Items[1].IsError);
    }

    [Fact]
    public async Task A_command_that_waits_delays_no_other()
    {
        Task<RespValue> popped = _client.ExecuteBlockingAsync(
            RedisCommand.OnKey("BZPOPMIN", "queue", 20L).Blocking(TimeSpan.FromSeconds(20)));
        Task<RespValue> other = _client.ExecuteBlockingAsync(
            RedisCommand.OnKey("BZPOPMIN", "other", 20L).Blocking(TimeSpan.FromSeconds(20)));

        await ExecuteAsync(RedisCommand.OnKey("ZADD", "queue", 1.5, "message"));
        RespValue reply = await Within.Time(popped);
        await ExecuteAsync(RedisCommand.OnKey("ZADD", "other", 2L, "second"));

        Assert.Equal("message", reply.Items[1].Text);
        Assert.Equal(1.5, reply.Items[2].Double);
        Assert.Equal("second", (await Within.Time(other)).Items[1].Text);
    }

    [Fact]
    public async Task A_connection_for_waiting_commands_is_used_again()
    {
        for (int round = 0; round < 5; round++)
        {
            await ExecuteAsync(RedisCommand.OnKey("ZADD", "queue", 1L, round));
            await Within.Time(_client.ExecuteBlockingAsync(
                RedisCommand.OnKey("BZPOPMIN", "queue", 1L).Blocking(TimeSpan.FromSeconds(1))));
        }

        string clients = (await ExecuteAsync(RedisCommand.Of("CLIENT", "LIST"))).Text;
        Assert.Equal(2, clients.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("name=parley", clients, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_a_waiting_command_and_its_connection()
    {
        using var cancel = new CancellationTokenSource();
        Task<RespValue> popped = _client.ExecuteBlockingAsync(
            RedisCommand.OnKey("BZPOPMIN", "queue", 0L).Blocking(TimeSpan.FromDays(1)), cancel.Token);
        await UntilInfoAsync("blocked_clients:1");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(popped));
        await UntilInfoAsync("blocked_clients:0");
    }

    [Fact]
    public async Task Cancelling_stops_the_waiting_for_a_reply_and_not_the_command()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.ExecuteAsync(RedisCommand.OnKey("SET", "key", "value"), cancel.Token));
        Assert.Equal("value", (await ExecuteAsync(RedisCommand.OnKey("GET", "key"))).Text);
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        await Within.Time(_client.DisposeAsync());

        await Assert.ThrowsAnyAsync<Exception>(() => ExecuteAsync(RedisCommand.Of("PING")));
        Assert.False(_client.IsConnected);
    }

    private Task<RespValue> ExecuteAsync(RedisCommand command) => Within.Time(_client.ExecuteAsync(command));

    private async Task<string> RunIdAsync() =>
        RedisServer.FromInfo((await ExecuteAsync(RedisCommand.Of("INFO", "server"))).Text, 3).RunId;

    private async Task UntilInfoAsync(string line)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (!(await ExecuteAsync(RedisCommand.Of("INFO", "clients"))).Text.Contains(line, StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
