using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>Redis as the layers see it: one server, or a cluster, which is seen from the first server's own word.</summary>
internal sealed class RedisClient : IRedis, INodeObserver
{
    private readonly RedisOptions _options;
    private readonly IRedisObserver? _observer;
    private readonly ILogger _logger;
    private readonly WaitingQuota _quota;
    private readonly RedisServers _servers;
    private readonly ClusterMap _map;
    private readonly Redirector _redirector;
    private readonly SubscriptionRouter _subscriptions;
    private volatile bool _isSingle;
    private volatile bool _isClosed;

    /// <param name="options">Which Redis.</param>
    /// <param name="scripts">What is loaded at every connect, so that calls by hash keep their order.</param>
    /// <param name="observer">Who is told of connections.</param>
    /// <param name="logger">Where they are logged.</param>
    public RedisClient(
        RedisOptions options,
        IReadOnlyList<RedisScript>? scripts = null,
        IRedisObserver? observer = null,
        ILogger? logger = null)
    {
        _options = options;
        _observer = observer;
        _logger = logger ?? NullLogger.Instance;
        _quota = new WaitingQuota(options.Waiting.MaxCommands, options.Waiting.MaxBytes);
        _servers = new RedisServers(
            new RedisConnector(options, scripts ?? []), _quota, this, () => _subscriptions!, _logger);
        _map = new ClusterMap(options.Endpoints[0], options, _logger);
        _redirector = new Redirector(options, _map, _servers.Node, RefreshAsync);
        _subscriptions = new SubscriptionRouter(
            options, slot => _servers.Subscriptions(_map.Current.OwnerOf(slot)), RefreshAsync, _logger);
    }

    public bool IsConnected => !_isClosed && _map.Current.Masters.All(endpoint => _servers.Node(endpoint).Server is not null);

    /// <summary>Whether publishing says how many have heard it: a cluster before Redis 7 counts those at one node.</summary>
    public bool CountsReceivers => _isSingle || _servers.Nodes.All(static node => node.Server is not { IsSharded: false });

    public int WaitingCommands => _quota.Commands;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        RedisConnectionException? fault = null;
        foreach (RedisNode node in _options.Endpoints.Select(_servers.Node).ToArray())
        {
            try
            {
                await node.FirstTry.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (node.Server is { IsCluster: true })
                {
                    await ReadMapAsync(node, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (RedisConnectionException exception)
            {
                fault = exception;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _map.Current.IsCluster)
            {
                // Another address has led to the cluster, in which this one is nobody.
                return;
            }
        }

        throw fault!;
    }

    public Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken cancellationToken = default)
    {
        RedisNode node;
        try
        {
            node = _servers.Node(_map.Current.OwnerOf(command.Slot));
        }
        catch (ObjectDisposedException exception)
        {
            return Task.FromException<RespValue>(exception);
        }

        Task<RespValue> reply = node.ExecuteAsync(command, CommandPrefix.None, cancellationToken);
        return _isSingle ? reply
            : command.IsInOrder ? _redirector.LearnAsync(node, reply)
            : _redirector.FollowAsync(command, node, reply, cancellationToken);
    }

    public async Task<RespValue> ExecuteBlockingAsync(RedisCommand command, CancellationToken cancellationToken = default)
    {
        for (int hop = 0; ; hop++)
        {
            RedisEndpoint owner = _map.Current.OwnerOf(command.Slot);
            try
            {
                return await _servers.Dedicated(owner).ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            }
            catch (RedisServerException exception)
                when (hop < 2 && Redirection.TryRead(exception.Message, owner, out Redirection redirection))
            {
                _map.Learn(redirection);
                _ = RefreshAsync();
            }
        }
    }

    public Task SubscribeAsync(
        string channel, IRedisSubscriber subscriber, CancellationToken cancellationToken = default) =>
        _subscriptions.SubscribeAsync(channel, subscriber, cancellationToken);

    public void Unsubscribe(string channel) => _subscriptions.Unsubscribe(channel);

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return _servers.DisposeAsync();
    }

    void INodeObserver.OnNodeConnected(RedisNode node, RedisServer server)
    {
        _isSingle = !server.IsCluster && !_map.Current.IsCluster;
        if (server.IsCluster)
        {
            _ = RefreshAsync();
        }

        Tell(observer => observer.OnConnected(node.Endpoint, server));
    }

    void INodeObserver.OnNodeDisconnected(RedisNode node, Exception reason)
    {
        if (_map.Current.IsCluster)
        {
            _ = RefreshAsync();
        }

        Tell(observer => observer.OnDisconnected(node.Endpoint, reason));
    }

    // It is read until it is there; whoever starts is told before that what is wrong.
    private async Task ReadMapAsync(RedisNode node, CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync().WaitAsync(_options.ConnectTimeout, _options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new RedisConnectionException(
                $"Redis at {node.Endpoint} is one of a cluster, and CLUSTER SLOTS could not be read within "
                + $"{_options.ConnectTimeout.TotalSeconds:0.###} s. {_map.LastFault?.Message}",
                CommandOutcome.NotSent,
                _map.LastFault ?? exception);
        }
    }

    private Task RefreshAsync() => _isClosed ? Task.CompletedTask : _map.RefreshAsync(Connected, OnMapAsync);

    // When all are gone the given addresses are tried again: whoever answers is asked.
    private RedisNode[] Connected()
    {
        RedisNode[] connected = [.. _servers.Nodes.Where(static node => node.Server is not null)];
        if (connected.Length == 0 && !_isClosed)
        {
            _ = _options.Endpoints.Select(_servers.Node).ToArray();
        }

        return connected;
    }

    private async ValueTask OnMapAsync(SlotMap map)
    {
        foreach (RedisEndpoint master in map.Masters)
        {
            _servers.Node(master);
        }

        _subscriptions.PlaceAll();
        await _servers.KeepAsync(map.Masters).ConfigureAwait(false);
        Tell(static observer => observer.OnServersChanged());
    }

    private void Tell(Action<IRedisObserver> tell)
    {
        try
        {
            if (_observer is not null && !_isClosed)
            {
                tell(_observer);
            }
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(_logger, exception);
        }
    }
}
