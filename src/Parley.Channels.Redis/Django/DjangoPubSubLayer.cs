using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>
/// The layer that shares groups with Django processes whose backend is
/// <c>channels_redis.pubsub.RedisPubSubChannelLayer</c>, with one host. It has no positions and no history: what is
/// published while a node is cut off is lost. Groups have names that Django takes: 1 to 99 ASCII letters, digits, hyphens,
/// underscores and periods. Signals stay on their node.
/// </summary>
public sealed class DjangoPubSubLayer : IChannelLayer
{
    // By channel of Redis: those of groups, and those of connections.
    private readonly ConcurrentDictionary<string, LayerFeed> _feeds = new(StringComparer.Ordinal);
    private readonly DjangoLayerOptions _options;
    private readonly ILogger _logger;
    private readonly LayerHealth _health;
    private readonly RedisClient _redis;
    private readonly DjangoKeys _keys;
    private readonly DjangoEvents _events;
    private DjangoGroups? _groups;

    /// <summary>Makes the layer of one node. It connects when it is started.</summary>
    /// <param name="redis">Which Redis: <see cref="RedisOptions.Parse"/> reads a URL.</param>
    /// <param name="options">What must be as in Django's settings; the defaults unless given.</param>
    /// <param name="logger">Where lost connections and malformed events are logged.</param>
    public DjangoPubSubLayer(
        RedisOptions redis, DjangoLayerOptions? options = null, ILogger<DjangoPubSubLayer>? logger = null)
    {
        _options = options ?? new DjangoLayerOptions();
        _logger = logger ?? NullLogger<DjangoPubSubLayer>.Instance;
        _health = new LayerHealth(_logger);
        _redis = new RedisClient(redis, observer: _health, logger: _logger);
        _keys = new DjangoKeys(_options.Prefix);
        _events = new DjangoEvents(_options);
    }

    /// <inheritdoc/>
    public LayerCapabilities Capabilities => LayerCapabilities.None;

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
        _health.Start(handler, () => _redis.IsConnected);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Django does not take the name.</exception>
    public async ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        string channel = _keys.PubSubGroup(DjangoNames.RequireGroup(group.Value));
        Groups.Add(group);
        try
        {
            await ListenAsync(channel, message => Tell(group, message), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Groups.Remove(group);
            throw;
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        Groups.Remove(group);
        StopListening(_keys.PubSubGroup(group.Value));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Django does not take the name.</exception>
    /// <exception cref="FormatException">Bytes, and the form agreed on is JSON.</exception>
    public async ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        if (publication.Kind == PublicationKind.Signal)
        {
            Groups.Tell(group, publication);
        }
        else
        {
            string channel = _keys.PubSubGroup(DjangoNames.RequireGroup(group.Value));
            await SendAsync(channel, publication, cancellationToken).ConfigureAwait(false);
        }

        return new PublishResult(PublishStatus.NotStored, default);
    }

    /// <inheritdoc/>
    public ChannelName NewChannel()
    {
        var channel = new ChannelName(_keys.NewPubSubChannel());
        _ = ListenAsync(channel);
        return channel;
    }

    /// <inheritdoc/>
    public void ReleaseChannel(ChannelName channel) => StopListening(channel.Value);

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default)
    {
        if (_feeds.ContainsKey(channel.Value))
        {
            Groups.Handler.OnDirect(channel, publication);
            return SendResult.Sent;
        }

        RespValue heard = await SendAsync(channel.Value, publication, cancellationToken).ConfigureAwait(false);
        return heard.Integer > 0 ? SendResult.Sent : SendResult.NoSuchChannel;
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) => throw DjangoLayers.NoHistory();

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        throw DjangoLayers.NoHistory();

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async ValueTask<RespValue> SendAsync(string channel, Publication publication, CancellationToken cancellationToken)
    {
        byte[] payload = DjangoPayload.Published(_events.ToDjango(publication), _options.Serializer);
        try
        {
            return await _redis.ExecuteAsync(RedisCommand.Publish(channel, payload), cancellationToken).ConfigureAwait(false);
        }
        catch (RedisException exception)
        {
            throw RedisFaults.ToCaller(exception);
        }
    }

    private async Task ListenAsync(ChannelName channel)
    {
        try
        {
            await ListenAsync(channel.Value, message => Tell(channel, message), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException)
        {
            Log.NotResubscribed(_logger, channel.Value, exception.Message);
        }
    }

    private async Task ListenAsync(string channel, Action<ReadOnlyMemory<byte>> onMessage, CancellationToken cancellationToken)
    {
        var feed = new LayerFeed(onMessage, _health);
        if (!_feeds.TryAdd(channel, feed))
        {
            return;
        }

        try
        {
            await _redis.SubscribeAsync(channel, feed, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            StopListening(channel);
            throw;
        }
    }

    private void StopListening(string channel)
    {
        if (_feeds.TryRemove(channel, out LayerFeed? feed))
        {
            _redis.Unsubscribe(channel);
            feed.End();
        }
    }

    private void Tell(GroupName group, ReadOnlyMemory<byte> payload)
    {
        if (Read(payload, group.Value) is { } publication)
        {
            Groups.Tell(group, publication);
            publication.Release();
        }
    }

    private void Tell(ChannelName channel, ReadOnlyMemory<byte> payload)
    {
        if (_feeds.ContainsKey(channel.Value) && Read(payload, channel.Value) is { } publication)
        {
            Groups.Handler.OnDirect(channel, publication);
            publication.Release();
        }
    }

    private Publication? Read(ReadOnlyMemory<byte> payload, string target)
    {
        try
        {
            return _events.ToPublication(DjangoPayload.ReadPublished(payload, _options.Serializer));
        }
        catch (DjangoFormatException exception)
        {
            RedisMetrics.CountMalformed();
            Log.MalformedEvent(_logger, target, exception.Message);
            return null;
        }
    }
}
