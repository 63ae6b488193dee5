using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>
/// The layer of many nodes that share their groups through Redis, or a Redis Cluster. A publication is one call of a
/// script, which gives it its place, keeps it, and tells it; every node with members in the group is told once. What a
/// node missed it reads from the group's stream. Needs Redis 6.0 or later.
/// </summary>
/// <remarks>
/// Publishing fails with a <see cref="HistoryException"/> when Redis has not taken the publication, and with a
/// <see cref="RedisException"/> when it may have: then a publication with an id can be published again under that id.
/// </remarks>
public sealed class RedisLayer : IChannelLayer
{
    private readonly string _node = StoreEpoch.Create();
    private readonly RedisOptions _redisOptions;
    private readonly RedisLayerOptions _options;
    private readonly ILogger _logger;
    private readonly LayerHealth _health;
    private readonly RedisClient _redis;
    private readonly NativeKeys _keys;
    private readonly GroupScripts _scripts;
    private readonly GroupPublishers _publishers;
    private readonly NodeChannels _channels;
    private FeedSet? _feeds;
    private IChannelLayerHandler? _handler;

    /// <summary>Makes the layer of one node. It connects when it is started.</summary>
    /// <param name="redis">Which Redis: <see cref="RedisOptions.Parse"/> reads a URL.</param>
    /// <param name="options">What holds for the groups; the defaults unless given.</param>
    /// <param name="logger">Where lost connections, gaps and new epochs are logged.</param>
    public RedisLayer(RedisOptions redis, RedisLayerOptions? options = null, ILogger<RedisLayer>? logger = null)
    {
        _redisOptions = redis;
        _options = options ?? new RedisLayerOptions();
        _logger = logger ?? NullLogger<RedisLayer>.Instance;
        _health = new LayerHealth(_logger);
        _redis = new RedisClient(redis, NativeScripts.All, _health, _logger);
        _keys = new NativeKeys(_options.Prefix);
        _scripts = new GroupScripts(_redis, _keys, _options, _node);
        _publishers = new GroupPublishers(_scripts, _node, redis, _logger);
        _channels = new NodeChannels(_node);
    }

    /// <inheritdoc/>
    public LayerCapabilities Capabilities =>
        LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder;

    // The last try begins when the time for tries is over at the latest, and its connection is closed when a reply is as late
    // again as it may be.
    private double LongestUnderWay => _options.PublishTimeout.TotalSeconds + (2 * _redisOptions.CommandTimeout.TotalSeconds);

    private FeedSet Feeds => _feeds
        ?? throw new InvalidOperationException("The layer has not been started: call StartAsync first.");

    /// <inheritdoc/>
    /// <exception cref="RedisException">Redis can't be reached, or does not take us; the message says why.</exception>
    public async ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        try
        {
            await _redis.StartAsync(cancellationToken).ConfigureAwait(false);
            if (_health.LacksRunId && _options.Durability != RedisDurability.Durable)
            {
                throw new RedisServerException(
                    "NOPERM The layer must be allowed to run INFO, to see that Redis has started again: give its user +info, "
                    + "or declare Redis durable.");
            }

            var messages = new NodeMessages(_channels, handler, _logger);
            await _redis.SubscribeAsync(_keys.Node(_node), new LayerFeed(messages.OnMessage, _health), cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            await _redis.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (LongestUnderWay >= _options.History.ResendWindow.TotalSeconds)
        {
            Log.ResendWindowTooShort(_logger, LongestUnderWay, _options.History.ResendWindow.TotalSeconds);
        }

        _handler = handler;
        _feeds = new FeedSet(new FeedContext(_scripts, handler, _health, _redisOptions.Time, _logger));
        _feeds.Start(_options.HeadInterval);
        _health.Start(handler, () => _redis.IsConnected);
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        Feeds.AddAsync(group, cancellationToken);

    /// <inheritdoc/>
    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        Feeds.Remove(group);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default) =>
        new(publication.Kind == PublicationKind.Signal
            ? SignalAsync(group, publication, cancellationToken)
            : _publishers.PublishAsync(group, publication).WaitAsync(cancellationToken));

    /// <inheritdoc/>
    public ChannelName NewChannel() => _channels.Open();

    /// <inheritdoc/>
    public void ReleaseChannel(ChannelName channel) => _channels.Release(channel);

    /// <inheritdoc/>
    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default)
    {
        if (NodeChannels.NodeOf(channel) is not { } node)
        {
            return ValueTask.FromResult(SendResult.NoSuchChannel);
        }

        if (node != _node)
        {
            return SendAsync(node, DirectMessage.Write(channel, publication), cancellationToken);
        }

        if (!_channels.IsOpen(channel))
        {
            return ValueTask.FromResult(SendResult.NoSuchChannel);
        }

        _handler?.OnDirect(channel, publication);
        return ValueTask.FromResult(SendResult.Sent);
    }

    /// <inheritdoc/>
    public async ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        try
        {
            RespValue reply = await _scripts.ReadAsync(group, query, cancellationToken).ConfigureAwait(false);
            return GroupPage.Read(reply, isKept: true, () => OnMalformed(group))?.Page ?? HistoryPage.Empty;
        }
        catch (RedisException exception)
        {
            throw ReadFault(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _scripts.EraseAsync(group, offset, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisException exception)
        {
            throw RedisFaults.ToCaller(exception);
        }
    }

    /// <summary>Closes the connections. What is on its way fails.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_feeds is not null)
        {
            await _feeds.DisposeAsync().ConfigureAwait(false);
        }

        await _redis.DisposeAsync().ConfigureAwait(false);
    }

    // Nothing has been changed, whatever was lost.
    private static HistoryException ReadFault(RedisException exception) => RedisFaults.ToCaller(exception) as HistoryException
        ?? new HistoryException(HistoryError.Unavailable, exception.Message, exception);

    private async Task<PublishResult> SignalAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken)
    {
        byte[] message = GroupMessage.Signal(Envelope.Write(publication));
        try
        {
            await _redis.ExecuteAsync(RedisCommand.Publish(_keys.Channel(group), message), cancellationToken).ConfigureAwait(false);
            return new PublishResult(PublishStatus.NotStored, default);
        }
        catch (RedisException exception)
        {
            throw RedisFaults.ToCaller(exception);
        }
    }

    // Whoever hears a node's channel is that node.
    private async ValueTask<SendResult> SendAsync(string node, byte[] message, CancellationToken cancellationToken)
    {
        RespValue heard =
            await _redis.ExecuteAsync(RedisCommand.Publish(_keys.Node(node), message), cancellationToken).ConfigureAwait(false);
        return heard.Integer > 0 || !_redis.CountsReceivers ? SendResult.Sent : SendResult.NoSuchChannel;
    }

    private void OnMalformed(GroupName group)
    {
        RedisMetrics.CountMalformed();
        Log.MalformedMessage(_logger, group.Value);
    }
}
