using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>The servers that a client is connected to, each with its three kinds of connections.</summary>
internal sealed class RedisServers(
    RedisConnector connector, WaitingQuota quota, INodeObserver observer, Func<ISubscriptionRouter> router, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RedisEndpoint, Entry> _entries = [];
    private bool _isClosed;

    /// <summary>Who is known.</summary>
    public IReadOnlyList<RedisNode> Nodes
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Values.Select(static entry => entry.Node)];
            }
        }
    }

    /// <summary>A server for commands. It is connected to from the first time it is asked for.</summary>
    public RedisNode Node(RedisEndpoint endpoint) => Get(endpoint).Node;

    /// <summary>A server's own connections for commands that make it wait.</summary>
    public DedicatedConnections Dedicated(RedisEndpoint endpoint) => Get(endpoint).Dedicated;

    /// <summary>A server's subscriptions.</summary>
    public ServerSubscriptions Subscriptions(RedisEndpoint endpoint) => Get(endpoint).Subscriptions;

    /// <summary>Lets go of all servers but these. What waits for the others fails as not sent.</summary>
    public async ValueTask KeepAsync(IReadOnlyCollection<RedisEndpoint> kept)
    {
        Entry[] left;
        lock (_gate)
        {
            left = [.. _entries.Where(entry => !kept.Contains(entry.Key)).Select(static entry => entry.Value)];
            foreach (Entry entry in left)
            {
                _entries.Remove(entry.Node.Endpoint);
            }
        }

        foreach (Entry entry in left)
        {
            await entry.DisposeAsync().ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        return KeepAsync([]);
    }

    private Entry Get(RedisEndpoint endpoint)
    {
        Entry? entry;
        lock (_gate)
        {
            if (_entries.TryGetValue(endpoint, out entry))
            {
                return entry;
            }

            ObjectDisposedException.ThrowIf(_isClosed, typeof(IRedis));
            var node = new RedisNode(connector, endpoint, quota, observer, logger);
            entry = new Entry(
                node,
                new DedicatedConnections(connector, node),
                new ServerSubscriptions(connector, endpoint, router(), logger));
            _entries.Add(endpoint, entry);
        }

        entry.Node.Start();
        return entry;
    }

    private sealed record Entry(RedisNode Node, DedicatedConnections Dedicated, ServerSubscriptions Subscriptions)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Subscriptions.DisposeAsync().ConfigureAwait(false);
            await Dedicated.DisposeAsync().ConfigureAwait(false);
            await Node.DisposeAsync().ConfigureAwait(false);
        }
    }
}
