using Parley.Protocol;

namespace Parley;

/// <summary>
/// A nameless set of connections, kept apart by loop: what a group stands on. Any thread may call any member. What is
/// published from one thread reaches every member in that order, and what is published from one place under a lock
/// reaches all members in one order.
/// </summary>
public sealed class ConnectionSet
{
    private readonly Lock _lock = new();
    private volatile ConnectionShard[] _shards = [];
    private int _count;

    /// <summary>How many connections are in the set. About right while others come and go.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What has been done so far about members that read too slowly.</summary>
    public SlowReaderCounts SlowReaders => Counters.Counts;

    /// <summary>Adds a connection, unless it is in the set already or has closed.</summary>
    /// <param name="connection">The connection.</param>
    public void Add(WebSocketConnection connection) =>
        ShardOf(connection.Loop).Add(connection);

    /// <summary>
    /// Makes sure that what is published from now on comes to a loop, also if no member lives there yet: work that is
    /// posted to the loop after this call can add one, and it hears everything that is published after that work was
    /// posted, and nothing that was published before.
    /// </summary>
    /// <param name="loop">The loop.</param>
    public void Prepare(ConnectionLoop loop) => ShardOf(loop);

    /// <summary>Takes a connection out, if it is in the set.</summary>
    /// <param name="connection">The connection.</param>
    public void Remove(WebSocketConnection connection) =>
        ShardOf(connection.Loop).Remove(connection);

    /// <summary>Sends a message to every member: one piece of work for each loop, however many members.</summary>
    /// <param name="message">The message. References are taken; the caller keeps its own.</param>
    /// <param name="delivery">What is done about members that read too slowly.</param>
    /// <exception cref="ArgumentException">The policy needs a key, and there is none.</exception>
    public void Publish(PreparedMessage message, in Delivery delivery)
    {
        if (delivery is { Policy: SlowReaderPolicy.KeepLatest, Key: null })
        {
            throw new ArgumentException("To keep the latest message of each key, a message needs a key.", nameof(delivery));
        }

        foreach (ConnectionShard shard in _shards)
        {
            shard.Publish(message, delivery);
        }
    }

    /// <summary>Visits every member on its loop.</summary>
    /// <param name="visit">
    /// Called for each member on its loop. Use a static lambda. What it throws is logged, and the others are visited.
    /// </param>
    /// <param name="state">Passed along.</param>
    public void ForEach(Action<WebSocketConnection, object?> visit, object? state)
    {
        foreach (ConnectionShard shard in _shards)
        {
            shard.ForEach(visit, state);
        }
    }

    /// <summary>
    /// Asks every loop for its members. They are those of one moment on each loop, after everything that the caller did
    /// before.
    /// </summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The members, in no order.</returns>
    public async Task<IReadOnlyList<WebSocketConnection>> ListAsync(CancellationToken cancellationToken = default)
    {
        WebSocketConnection[][] members = await Task.WhenAll(_shards.Select(static shard => shard.ListAsync()))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. members.SelectMany(static shard => shard)];
    }

    internal SlowReaderCounters Counters { get; } = new();

    internal void Counted(int change) => Interlocked.Add(ref _count, change);

    private ConnectionShard ShardOf(ConnectionLoop loop) => Find(loop) ?? Create(loop);

    private ConnectionShard? Find(ConnectionLoop loop)
    {
        foreach (ConnectionShard shard in _shards)
        {
            if (shard.Loop == loop)
            {
                return shard;
            }
        }

        return null;
    }

    private ConnectionShard Create(ConnectionLoop loop)
    {
        lock (_lock)
        {
            if (Find(loop) is { } existing)
            {
                return existing;
            }

            var shard = new ConnectionShard(this, loop);
            _shards = [.. _shards, shard];
            return shard;
        }
    }
}
