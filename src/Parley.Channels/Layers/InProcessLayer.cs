using System.Collections.Concurrent;
using System.Globalization;

namespace Parley.Channels;

/// <summary>
/// The layer of a single node: everything stays in this process. Without history, publishing costs no more than a lock;
/// with history, what is published is kept first and told then.
/// </summary>
public sealed class InProcessLayer : IChannelLayer
{
    private static readonly TimeSpan _useInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<ChannelName, byte> _channels = new();
    private readonly string _node = StoreEpoch.Create();
    private readonly IHistoryStore? _history;
    private readonly TimeProvider _time;
    private GroupStreams? _streams;
    private ITimer? _uses;
    private long _lastChannel;

    /// <summary>Makes the layer.</summary>
    /// <param name="history">
    /// Where publications are kept, which the layer disposes; nowhere unless given, as with <see cref="NoHistory"/>.
    /// </param>
    /// <param name="time">The clock by which groups with members stay in history's memory; the system's unless given.</param>
    public InProcessLayer(IHistoryStore? history = null, TimeProvider? time = null)
    {
        _history = history is NoHistory ? null : history;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public LayerCapabilities Capabilities => LayerCapabilities.Positions | LayerCapabilities.TotalOrder
        | (_history is null ? LayerCapabilities.None : LayerCapabilities.History);

    private GroupStreams Streams => _streams
        ?? throw new InvalidOperationException("The layer has not been started: call StartAsync first.");

    private IHistoryStore History => _history
        ?? throw new NotSupportedException("This layer has no history: give the InProcessLayer an IHistoryStore.");

    /// <inheritdoc/>
    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        Start(handler);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        GroupStream stream;
        StreamPosition position;
        do
        {
            stream = _history is null ? Streams.GetOrAddCounting(group) : Streams.GetOrAdd(group);
        }
        while (!stream.TrySubscribe(out position));
        return _history is null ? ValueTask.FromResult(position) : AskForHeadAsync(_history, stream, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        // Without history nothing is kept of a group without members; when it comes back, it has a new epoch.
        if (Streams.TryGet(group, out GroupStream? stream))
        {
            Unsubscribe(stream);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        if (_history is null || publication.Kind == PublicationKind.Signal)
        {
            return ValueTask.FromResult(Streams.TryGet(group, out GroupStream? stream)
                ? stream.Tell(publication)
                : new PublishResult(PublishStatus.NotStored, default));
        }

        return Wait(PublishKept(_history, group, publication), cancellationToken);
    }

    /// <inheritdoc/>
    public ChannelName NewChannel()
    {
        long number = Interlocked.Increment(ref _lastChannel);
        var channel = new ChannelName(string.Create(CultureInfo.InvariantCulture, $"{_node}!{number}"));
        _channels.TryAdd(channel, 0);
        return channel;
    }

    /// <inheritdoc/>
    public void ReleaseChannel(ChannelName channel) => _channels.TryRemove(channel, out _);

    /// <inheritdoc/>
    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default)
    {
        if (!_channels.ContainsKey(channel))
        {
            return ValueTask.FromResult(SendResult.NoSuchChannel);
        }

        Streams.Handler.OnDirect(channel, publication);
        return ValueTask.FromResult(SendResult.Sent);
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) =>
        History.ReadAsync(group, query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default)
    {
        IHistoryStore history = History;
        ValueTask<bool> result;
        while (!Streams.GetOrAdd(group).TryErase(history, offset, out result))
        {
        }

        return Wait(result, cancellationToken);
    }

    /// <summary>Closes history, after everything that was published has been kept. Nothing is told any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_uses is not null)
        {
            await _uses.DisposeAsync().ConfigureAwait(false);
        }

        if (_history is not null)
        {
            await _history.DisposeAsync().ConfigureAwait(false);
        }

        _channels.Clear();
    }

    internal void Start(IChannelLayerHandler handler)
    {
        _streams = new GroupStreams(handler);
        if (_history is not null)
        {
            _uses = _time.CreateTimer(static layer => ((InProcessLayer)layer!).UseAll(), this, _useInterval, _useInterval);
        }

        handler.OnStateChanged(LayerState.Connected);
    }

    private static ValueTask<T> Wait<T>(ValueTask<T> work, CancellationToken cancellationToken) =>
        work.IsCompleted || !cancellationToken.CanBeCanceled
            ? work
            : new ValueTask<T>(work.AsTask().WaitAsync(cancellationToken));

    private ValueTask<PublishResult> PublishKept(IHistoryStore history, GroupName group, Publication publication)
    {
        GroupStream stream;
        ValueTask<PublishResult> result;
        do
        {
            stream = Streams.GetOrAdd(group);
        }
        while (!stream.TryPublish(history, publication, out result));
        if (!stream.IsSubscribed)
        {
            Streams.Retire(stream);
        }

        return result;
    }

    // First subscribed, then asked: what is published in between is told, so nothing after the head is missed.
    private async ValueTask<StreamPosition> AskForHeadAsync(
        IHistoryStore history, GroupStream stream, CancellationToken cancellationToken)
    {
        try
        {
            StreamPosition head = await history.GetHeadAsync(stream.Name, cancellationToken).ConfigureAwait(false);
            stream.OnHead(head);
            return head;
        }
        catch
        {
            Unsubscribe(stream);
            throw;
        }
    }

    private void Unsubscribe(GroupStream stream)
    {
        stream.Unsubscribe();
        Streams.Retire(stream);
    }

    // History forgets groups that nobody uses. One with members is in use, however quiet it is.
    private void UseAll()
    {
        foreach (GroupStream stream in Streams.All)
        {
            _ = UseAsync(stream);
        }
    }

    private async Task UseAsync(GroupStream stream)
    {
        try
        {
            await History.GetHeadAsync(stream.Name).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HistoryException or ObjectDisposedException)
        {
            // Whoever publishes next hears of it.
        }
    }
}
