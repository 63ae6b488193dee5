using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// Who is where, in Redis: members by group, leases by node. A group and the leases are in different slots of a cluster, so
/// a lease ends in each group for itself, and stays ended there.
/// </summary>
internal sealed class RedisPresenceStore : IPresenceStore
{
    // A lease that somebody began to end and did not come to the end of is ended by another after this.
    private static readonly TimeSpan _claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _endedMemory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<GroupName, PresenceFeed> _feeds = new();
    private readonly ConcurrentDictionary<(GroupName Group, PresenceNode Node), byte> _registered = new();
    private readonly RedisClient _redis;
    private readonly PresenceKeys _keys;
    private readonly TimeSpan _patience;
    private readonly ILogger _logger;
    private readonly Func<TimeSpan> _clockForward;
    private IPresenceStoreHandler? _handler;
    private int _wasInterrupted;

    /// <param name="options">Which Redis.</param>
    /// <param name="prefix">What the names of keys and channels begin with.</param>
    /// <param name="logger">Where lost connections are logged.</param>
    /// <param name="clockForward">How far Redis's clock is put forward, for tests of leases.</param>
    public RedisPresenceStore(RedisOptions options, string prefix, ILogger logger, Func<TimeSpan>? clockForward = null)
    {
        _redis = new RedisClient(options, PresenceScripts.All, observer: null, logger);
        _keys = new PresenceKeys(prefix);
        _patience = options.CommandTimeout;
        _logger = logger;
        _clockForward = clockForward ?? (static () => TimeSpan.Zero);
    }

    private RedisArgument ClockForward => (long)_clockForward().TotalMilliseconds;

    public async ValueTask StartAsync(IPresenceStoreHandler handler, CancellationToken cancellationToken = default)
    {
        _handler = handler;
        try
        {
            await _redis.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await _redis.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<PresenceRoster> WatchAsync(GroupName group)
    {
        if (_feeds.TryGetValue(group, out PresenceFeed? feed))
        {
            await feed.Heard.WaitAsync(_patience).ConfigureAwait(false);
        }
        else
        {
            feed = new PresenceFeed(group, OnUpdate, OnInterrupted, OnResumed);
            await _redis.SubscribeAsync(_keys.Members(group), feed).ConfigureAwait(false);
            _feeds[group] = feed;
        }

        return await ReadAsync(group).ConfigureAwait(false);
    }

    public async ValueTask UnwatchAsync(GroupName group)
    {
        _feeds.TryRemove(group, out _);
        _redis.Unsubscribe(_keys.Members(group));
        foreach ((GroupName Group, PresenceNode Node) known in _registered.Keys.Where(known => known.Group == group))
        {
            _registered.TryRemove(known, out _);
            await _redis.ExecuteAsync(
                RedisCommand.OnKey("SREM", _keys.GroupsOf(NameOf(known.Node)), group.Value)).ConfigureAwait(false);
        }
    }

    public async ValueTask<PresenceRoster> ReadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        RespValue reply = await _redis.EvaluateAsync(
            PresenceScripts.Members, [_keys.Members(group), _keys.Number(group)], [], cancellationToken).ConfigureAwait(false);
        return RosterOf(reply);
    }

    public async ValueTask<bool> UpdateAsync(GroupName group, PresenceUpdate update)
    {
        if (!await TryRegisterAsync(group, update.Node).ConfigureAwait(false))
        {
            return false;
        }

        RespValue reply = await _redis.EvaluateAsync(
            PresenceScripts.Update,
            KeysOf(group, update.Node),
            [
                .. Tell(group, update),
                update.Entered.Count,
                .. update.Entered.SelectMany(
                    static member => new RedisArgument[] { member.Client, PresenceFormat.WriteMember(member) }),
                .. update.Left.Select(static client => (RedisArgument)client),
            ]).ConfigureAwait(false);
        return reply.Integer == 1;
    }

    public ValueTask BeginLeaseAsync(PresenceNode node, TimeSpan lease)
    {
        _registered.Clear();
        return new ValueTask(LeaseAsync("begin", node, lease).AsTask());
    }

    public ValueTask<bool> RenewLeaseAsync(PresenceNode node, TimeSpan lease) => LeaseAsync("renew", node, lease);

    public ValueTask EndLeaseAsync(PresenceNode node) => EndAsync(NameOf(node));

    public ValueTask EndExpiredLeasesAsync() => EndAsync("");

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static string NameOf(PresenceNode node) => $"{node.Id}@{node.Life}";

    private static PresenceNode NodeOf(string name)
    {
        int mark = name.LastIndexOf('@');
        return mark > 0 && long.TryParse(name.AsSpan(mark + 1), out long life)
            ? new PresenceNode(name[..mark], life)
            : throw new RedisProtocolException($"A node's lease is expected; the server sent '{name}'.");
    }

    private static PresenceRoster RosterOf(in RespValue reply)
    {
        ReadOnlySpan<RespValue> members = reply.Items[1].Items;
        var entries = new List<(long Place, PresenceEntry Entry)>(members.Length / 2);
        for (int i = 0; i + 1 < members.Length; i += 2)
        {
            if (PresenceFormat.TryReadEntry(members[i].Text, members[i + 1].Bytes.Span, out PresenceEntry entry, out long place))
            {
                entries.Add((place, entry));
            }
        }

        return new PresenceRoster(
            reply.Items[0].Integer, [.. entries.OrderBy(static entry => entry.Place).Select(static entry => entry.Entry)]);
    }

    private async ValueTask<bool> LeaseAsync(string what, PresenceNode node, TimeSpan lease)
    {
        RespValue reply = await _redis.EvaluateAsync(
            PresenceScripts.Lease, [_keys.Leases], [what, NameOf(node), (long)lease.TotalMilliseconds, ClockForward]).ConfigureAwait(false);
        return reply.Integer == 1;
    }

    // Before the first connection is entered, so that whoever ends the lease knows where to look.
    private async ValueTask<bool> TryRegisterAsync(GroupName group, PresenceNode node)
    {
        if (_registered.ContainsKey((group, node)))
        {
            return true;
        }

        string name = NameOf(node);
        RespValue reply = await _redis.EvaluateAsync(
            PresenceScripts.Register, [_keys.Leases, _keys.GroupsOf(name)], [name, group.Value]).ConfigureAwait(false);
        if (reply.Integer != 1)
        {
            return false;
        }

        _registered[(group, node)] = 0;
        return true;
    }

    private async ValueTask EndAsync(string node)
    {
        RespValue taken = await _redis.EvaluateAsync(
            PresenceScripts.Claim, [_keys.Leases, _keys.Claims], [node, (long)_claim.TotalMilliseconds, ClockForward]).ConfigureAwait(false);
        foreach (RespValue name in taken.Items.ToArray())
        {
            await EndClaimedAsync(name.Text).ConfigureAwait(false);
        }
    }

    private async ValueTask EndClaimedAsync(string name)
    {
        PresenceNode node = NodeOf(name);
        RespValue groups =
            await _redis.ExecuteAsync(RedisCommand.OnKey("SMEMBERS", _keys.GroupsOf(name))).ConfigureAwait(false);
        foreach (RespValue group in groups.Items.ToArray())
        {
            if (GroupName.TryCreate(group.Text, out GroupName left))
            {
                await _redis.EvaluateAsync(
                    PresenceScripts.End,
                    KeysOf(left, node),
                    [.. Tell(left, PresenceUpdate.Ended(node)), (long)_endedMemory.TotalMilliseconds]).ConfigureAwait(false);
            }
        }

        await _redis.ExecuteAsync(RedisCommand.OnKey("DEL", _keys.GroupsOf(name))).ConfigureAwait(false);
        await _redis.ExecuteAsync(RedisCommand.OnKey("ZREM", _keys.Claims, name)).ConfigureAwait(false);
    }

    private RedisArgument[] KeysOf(GroupName group, PresenceNode node) =>
        [_keys.Members(group), _keys.Number(group), _keys.Ended(group, node.Id)];

    private RedisArgument[] Tell(GroupName group, PresenceUpdate update) =>
    [
        update.Node.Id, update.Node.Life, RedisArgument.PublishWord, _keys.Members(group), PresenceFormat.WriteUpdate(update),
    ];

    private void OnUpdate(GroupName group, ReadOnlyMemory<byte> payload)
    {
        if (PresenceFormat.TryReadUpdate(payload.Span, out long number, out PresenceUpdate? update))
        {
            _handler?.OnUpdate(group, number, update);
            return;
        }

        RedisMetrics.CountMalformed();
        Log.MalformedMessage(_logger, group.Value);
    }

    private void OnInterrupted() => Volatile.Write(ref _wasInterrupted, 1);

    // The first group that is heard again speaks for all: the others are waited for when they are read.
    private void OnResumed()
    {
        if (Interlocked.Exchange(ref _wasInterrupted, 0) == 1)
        {
            // Redis may have forgotten what was written down.
            _registered.Clear();
            _handler?.OnReconnected();
        }
    }
}
