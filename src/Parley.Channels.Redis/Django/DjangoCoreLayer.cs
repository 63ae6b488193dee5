using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>
/// The layer that shares groups with Django processes whose backend is <c>channels_redis.core.RedisChannelLayer</c>, with one
/// host. A node takes part as one process, with one channel in each group however many members it has there. It has no
/// positions and no history; what waits for a process past its capacity is dropped, by Django without a word and here
/// with a count. Groups have names that Django takes: 1 to 99 ASCII letters, digits, hyphens, underscores and periods.
/// Signals stay on their node.
/// </summary>
public sealed class DjangoCoreLayer : IChannelLayer
{
    // A timer takes no more than 49 days, and Redis may forget a group sooner than it says.
    private static readonly TimeSpan _longestRefresh = TimeSpan.FromDays(1);

    private readonly DjangoLayerOptions _options;
    private readonly ILogger _logger;
    private readonly LayerHealth _health;
    private readonly RedisClient _redis;
    private readonly CoreProcess _process;
    private readonly CoreSender _sender;
    private readonly DjangoEvents _events;
    private readonly TimeProvider _time;
    private DjangoGroups? _groups;
    private CoreReceiver? _receiver;
    private ITimer? _refreshes;

    /// <summary>Makes the layer of one node. It connects when it is started.</summary>
    /// <param name="redis">Which Redis: <see cref="RedisOptions.Parse"/> reads a URL.</param>
    /// <param name="options">What must be as in Django's settings; the defaults unless given.</param>
    /// <param name="logger">Where lost connections, malformed events and dropped messages are logged.</param>
    public DjangoCoreLayer(RedisOptions redis, DjangoLayerOptions? options = null, ILogger<DjangoCoreLayer>? logger = null)
    {
        _options = options ?? new DjangoLayerOptions();
        _logger = logger ?? NullLogger<DjangoCoreLayer>.Instance;
        _time = redis.Time;
        _health = new LayerHealth(_logger);
        _redis = new RedisClient(redis, CoreScripts.All, new CoreObserver(_health, () => _ = RefreshAsync()), _logger);
        _process = new CoreProcess(_options.Prefix);
        _events = new DjangoEvents(_options);
        _sender = new CoreSender(_redis, _options, _time);
    }

    /// <inheritdoc/>
    public LayerCapabilities Capabilities => LayerCapabilities.None;

    /// <summary>How often something that this node published was dropped because too much waited for a process.</summary>
    public long OverCapacityCount => _sender.OverCapacityCount;

    private DjangoGroups Groups => _groups
        ?? throw new InvalidOperationException("The layer has not been started: call StartAsync first.");

    /// <inheritdoc/>
    /// <exception cref="RedisException">Redis can't be reached, or does not take us; the message says why.</exception>
    public async ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        try
        {
            await _redis.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await _redis.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _groups = new DjangoGroups(handler);
        _receiver = new CoreReceiver(_redis, _process, _options, OnReceived, _time, _logger);
        _receiver.Start();
        TimeSpan interval = _options.GroupExpiry / 3;
        interval = interval < _longestRefresh ? interval : _longestRefresh;
        _refreshes = _time.CreateTimer(static layer => _ = ((DjangoCoreLayer)layer!).RefreshAsync(), this, interval, interval);
        _health.Start(handler, () => _redis.IsConnected);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Django does not take the name.</exception>
    public async ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        DjangoNames.RequireGroup(group.Value);
        Groups.Add(group);
        try
        {
            await _sender.JoinAsync(group.Value, _process.ChannelOf(group), cancellationToken).ConfigureAwait(false);
            return default;
        }
        catch
        {
            Groups.Remove(group);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        Groups.Remove(group);
        if (_process.Forget(group) is { } channel)
        {
            await _sender.LeaveAsync(group.Value, channel, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Django does not take the name.</exception>
    /// <exception cref="FormatException">Bytes, and the form agreed on is JSON.</exception>
    public async ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        DjangoNames.RequireGroup(group.Value);
        if (publication.Kind == PublicationKind.Signal)
        {
            Groups.Tell(group, publication);
        }
        else
        {
            long dropped = await Guard(_sender.SendToGroupAsync(group.Value, _events.ToDjango(publication), cancellationToken))
                .ConfigureAwait(false);
            if (dropped > 0)
            {
                Log.OverCapacity(_logger, group.Value, dropped);
            }
        }

        return new PublishResult(PublishStatus.NotStored, default);
    }

    /// <inheritdoc/>
    public ChannelName NewChannel() => _process.Open();

    /// <inheritdoc/>
    public void ReleaseChannel(ChannelName channel) => _process.Release(channel);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Django does not take the name.</exception>
    /// <exception cref="FormatException">Bytes, and the form agreed on is JSON.</exception>
    /// <exception cref="DjangoChannelFullException">Too much waits for the channel.</exception>
    public async ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default)
    {
        if (_process.Owns(channel))
        {
            if (!_process.IsOpen(channel))
            {
                return SendResult.NoSuchChannel;
            }

            Groups.Handler.OnDirect(channel, publication);
            return SendResult.Sent;
        }

        DjangoNames.RequireChannel(channel.Value);
        long dropped = await Guard(_sender.SendAsync(channel.Value, _events.ToDjango(publication), cancellationToken))
            .ConfigureAwait(false);
        return dropped == 0
            ? SendResult.Sent
            : throw new DjangoChannelFullException($"{_options.Capacity} messages wait for {channel}: nobody takes them.");
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) => throw DjangoLayers.NoHistory();

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        throw DjangoLayers.NoHistory();

    /// <summary>Leaves all groups, as far as Redis can be reached, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_refreshes is not null)
        {
            await _refreshes.DisposeAsync().ConfigureAwait(false);
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync().ConfigureAwait(false);
            await LeaveAllAsync().ConfigureAwait(false);
        }

        await _redis.DisposeAsync().ConfigureAwait(false);
    }

    private static async ValueTask<long> Guard(ValueTask<long> work)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (RedisException exception)
        {
            throw RedisFaults.ToCaller(exception);
        }
    }

    private async ValueTask LeaveAllAsync()
    {
        try
        {
            foreach (GroupName group in _redis.IsConnected ? Groups.All : [])
            {
                await UnsubscribeAsync(group).ConfigureAwait(false);
            }
        }
        catch (RedisException exception)
        {
            Log.GroupsNotRefreshed(_logger, exception.Message);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            foreach (GroupName group in _groups?.All ?? [])
            {
                await _sender.JoinAsync(group.Value, _process.ChannelOf(group), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (RedisException exception)
        {
            Log.GroupsNotRefreshed(_logger, exception.Message);
        }
    }

    // On the receiver, one message after another.
    private void OnReceived(ReadOnlyMemory<byte> payload)
    {
        try
        {
            (DjangoValue message, IReadOnlyList<string> channels) = DjangoPayload.ReadCore(payload, _options.Serializer);
            Publication publication = _events.ToPublication(message);
            foreach (string channel in channels)
            {
                Tell(channel, publication);
            }

            publication.Release();
        }
        catch (DjangoFormatException exception)
        {
            RedisMetrics.CountMalformed();
            Log.MalformedEvent(_logger, _process.Name, exception.Message);
        }
    }

    private void Tell(string name, Publication publication)
    {
        if (_process.GroupOf(name) is { } group)
        {
            Groups.Tell(group, publication);
        }
        else if (ChannelName.TryCreate(name, out ChannelName channel) && _process.IsOpen(channel))
        {
            Groups.Handler.OnDirect(channel, publication);
        }
    }
}
