namespace Parley.Channels.Redis;

/// <summary>Joins and leaves groups, and sends, as channels_redis's core does.</summary>
internal sealed class CoreSender(IRedis redis, DjangoLayerOptions options, TimeProvider time)
{
    private const double Microsecond = 1e-6;

    private readonly Lock _lock = new();
    private readonly DjangoKeys _keys = new(options.Prefix);
    private double _lastTime;
    private long _overCapacity;

    public long OverCapacityCount => Interlocked.Read(ref _overCapacity);

    public async ValueTask JoinAsync(string group, string channel, CancellationToken cancellationToken)
    {
        string key = _keys.Group(group);
        Task<RespValue> adding = redis.ExecuteAsync(
            RedisCommand.OnKey("ZADD", key, PythonFloat.Repr(Now()), channel), cancellationToken);
        await redis.ExecuteAsync(RedisCommand.OnKey("EXPIRE", key, Seconds(options.GroupExpiry)), cancellationToken).ConfigureAwait(false);
        await adding.ConfigureAwait(false);
    }

    public async ValueTask LeaveAsync(string group, string channel, CancellationToken cancellationToken) =>
        await redis.ExecuteAsync(RedisCommand.OnKey("ZREM", _keys.Group(group), channel), cancellationToken).ConfigureAwait(false);

    /// <summary>Sends to every process with channels in a group, once each.</summary>
    /// <returns>How many processes it was dropped for.</returns>
    public ValueTask<long> SendToGroupAsync(string group, DjangoValue message, CancellationToken cancellationToken)
    {
        // The script puts each process's channels where the empty list is, which stands last.
        byte[] payload = DjangoPayload.ToChannels(message, [], options.Serializer);
        string form = options.Serializer == DjangoSerializer.Json ? "json" : "msgpack";
        return CountAsync(now => redis.EvaluateAsync(
            CoreScripts.GroupSend,
            [_keys.Group(group)],
            [options.Prefix, now, Seconds(options.Expiry), Seconds(options.GroupExpiry), options.Capacity, form, payload],
            cancellationToken));
    }

    /// <summary>Sends to one channel.</summary>
    /// <returns>1 if it was dropped.</returns>
    public ValueTask<long> SendAsync(string channel, DjangoValue message, CancellationToken cancellationToken)
    {
        byte[] payload = DjangoPayload.ToChannel(message, channel, options.Serializer);
        return CountAsync(now => redis.EvaluateAsync(
            CoreScripts.Send, [_keys.Channel(channel)], [now, Seconds(options.Expiry), options.Capacity, payload], cancellationToken));
    }

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;

    private async ValueTask<long> CountAsync(Func<RedisArgument, ValueTask<RespValue>> send)
    {
        ValueTask<RespValue> sending;
        lock (_lock)
        {
            // What waits is ordered by its time, so the times of one node rise with its calls.
            sending = send(PythonFloat.Repr(Next()));
        }

        long dropped = (await sending.ConfigureAwait(false)).Integer;
        if (dropped > 0)
        {
            Interlocked.Add(ref _overCapacity, dropped);
            RedisMetrics.CountOverCapacity(dropped);
        }

        return dropped;
    }

    private double Next()
    {
        double next = Now();
        if (next <= _lastTime)
        {
            next = Math.Max(_lastTime + Microsecond, Math.BitIncrement(_lastTime));
        }

        return _lastTime = next;
    }

    private double Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
}
