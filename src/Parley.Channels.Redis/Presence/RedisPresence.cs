using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>
/// The presence of one node among several that share a Redis, or a Redis Cluster: see <see cref="ClusterPresence"/>. It
/// has connections of its own.
/// </summary>
public sealed class RedisPresence : IPresence
{
    private readonly ClusterPresence _presence;

    /// <summary>Makes the presence of one node. It connects when it is started.</summary>
    /// <param name="redis">Which Redis: <see cref="RedisOptions.Parse"/> reads a URL.</param>
    /// <param name="options">How changes are told, and how long a node's lease is; the defaults unless given.</param>
    /// <param name="prefix">What the names of keys and channels begin with: <c>parley</c> unless given.</param>
    /// <param name="loggerFactory">Where lost connections are logged.</param>
    public RedisPresence(
        RedisOptions redis, PresenceOptions? options = null, string prefix = "parley", ILoggerFactory? loggerFactory = null)
    {
        ILoggerFactory logging = loggerFactory ?? NullLoggerFactory.Instance;
        var store = new RedisPresenceStore(redis, prefix, logging.CreateLogger<RedisPresence>());
        _presence = new ClusterPresence(store, options, redis.Time, logging.CreateLogger<ClusterPresence>());
    }

    /// <inheritdoc/>
    /// <exception cref="RedisException">Redis can't be reached, or does not take us; the message says why.</exception>
    public ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default) =>
        _presence.StartAsync(handler, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PresenceSnapshot> JoinAsync(
        GroupName group, PresenceMember member, CancellationToken cancellationToken = default) =>
        _presence.JoinAsync(group, member, cancellationToken);

    /// <inheritdoc/>
    public ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default) =>
        _presence.LeaveAsync(group, client, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        _presence.ReadAsync(group, cancellationToken);

    /// <summary>Ends the node's lease, so that its people leave at once, and closes the connections.</summary>
    public ValueTask DisposeAsync() => _presence.DisposeAsync();
}
