using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>What the native layer asks of a group, as calls of its scripts.</summary>
internal sealed class GroupScripts(IRedis redis, NativeKeys keys, RedisLayerOptions options, string node)
{
    // A number that Lua keeps exactly.
    private const long LargestOffset = 1L << 53;

    // How long Redis remembers a node's last publication beyond the time in which it is tried again.
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(1);

    private static readonly RedisArgument _durable = "durable";

    private readonly RedisArgument[] _limits =
    [
        options.History.MaxPublications,
        Milliseconds(options.History.MaxAge),
        options.History.MaxBytes,
        Milliseconds(options.History.GroupMemory),
    ];

    private long _lastEpoch;

    public IRedis Redis => redis;

    public NativeKeys Keys => keys;

    public RedisLayerOptions Options => options;

    /// <summary>How a publication is published. It is carried out by hash or, where the server does not know that, by source.</summary>
    /// <param name="script">Calls the script.</param>
    /// <param name="group">The group.</param>
    /// <param name="turn">Its turn among this node's.</param>
    /// <param name="id">Its id; null if it has none.</param>
    /// <param name="body">The publication.</param>
    public RedisCommand Publish(ScriptCall script, GroupName group, in PublishTurn turn, ResendId? id, byte[] body)
    {
        RedisArgument[] arguments =
        [
            .. Begin(), Milliseconds(options.PublishTimeout + _memory), turn.Number, turn.Before is { } before ? before : "",
            turn.IsAgain ? "again" : "first", body, RedisArgument.PublishWord, keys.Channel(group),
        ];
        RedisArgument[] own = [.. Of(group), keys.Node(group, node)];
        return id is { } known
            ? script(
                NativeScripts.Publish,
                [.. own, keys.Id(group, Hex(known.Key))],
                [.. arguments, Milliseconds(options.History.ResendWindow), Hex(known.DataHash)])
            : script(NativeScripts.Publish, own, arguments);
    }

    public async ValueTask<GroupHead> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        RespValue reply = await redis.EvaluateAsync(NativeScripts.Head, Of(group), Begin(), cancellationToken).ConfigureAwait(false);
        ReadOnlySpan<RespValue> parts = reply.Items;
        return new GroupHead(new StreamPosition(parts[0].Text, parts[1].Integer), parts[2].Integer, parts[3].Integer);
    }

    /// <summary>Reads a page as the script gives it; see <see cref="GroupPage"/>.</summary>
    public ValueTask<RespValue> ReadAsync(GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) =>
        redis.EvaluateAsync(
            NativeScripts.Read,
            Of(group),
            [
                .. Begin(),
                query.Direction == HistoryDirection.Forward ? "forward" : "backward",
                Math.Min(query.Offset, LargestOffset),
                query.Limit,
                query.MaxBytes,
            ],
            cancellationToken);

    public async ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken)
    {
        RespValue reply = await redis.EvaluateAsync(
            NativeScripts.Erase,
            Of(group),
            [.. Begin(), Math.Clamp(offset, 0, LargestOffset), RedisArgument.PublishWord, keys.Channel(group)],
            cancellationToken).ConfigureAwait(false);
        return reply.Integer == 1;
    }

    private static string Hex(UInt128 number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private static long Milliseconds(TimeSpan time) => Math.Max(1, (long)time.TotalMilliseconds);

    private RedisArgument[] Of(GroupName group) => [keys.Meta(group), keys.Stream(group)];

    // The epoch is taken only if one begins: what matters is that nobody has it twice.
    private RedisArgument[] Begin() =>
    [
        options.Durability == RedisDurability.Durable ? _durable : RedisArgument.ServerRunId,
        string.Create(CultureInfo.InvariantCulture, $"{node}-{Interlocked.Increment(ref _lastEpoch)}"),
        .. _limits,
    ];
}
