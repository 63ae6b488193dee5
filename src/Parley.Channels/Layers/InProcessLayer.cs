using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Parley.Channels;

/// <summary>The layer of a single node: everything stays in this process, and costs no more than a lock.</summary>
public sealed class InProcessLayer : IChannelLayer
{
    private readonly ConcurrentDictionary<GroupName, Stream> _streams = new();
    private IChannelLayerHandler? _handler;

    /// <inheritdoc/>
    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        Start(handler);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        Stream stream = _streams.GetOrAdd(group, static _ => new Stream());
        lock (stream)
        {
            return ValueTask.FromResult(stream.Position);
        }
    }

    /// <inheritdoc/>
    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        // Nothing is kept of a group without members; when it comes back, it has a new epoch.
        _streams.TryRemove(group, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        if (!_streams.TryGetValue(group, out Stream? stream))
        {
            return ValueTask.FromResult(default(StreamPosition));
        }

        // Under the group's lock all loops get its publications in one order.
        lock (stream)
        {
            StreamPosition position = stream.Next();
            _handler!.OnPublication(group, publication, position);
            return ValueTask.FromResult(position);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _streams.Clear();
        return ValueTask.CompletedTask;
    }

    internal void Start(IChannelLayerHandler handler) => _handler = handler;

    private sealed class Stream
    {
        private readonly string _epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        private long _offset;

        public StreamPosition Position => new(_epoch, _offset);

        public StreamPosition Next() => new(_epoch, ++_offset);
    }
}
