using System.Globalization;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>The channel layer of one node of an <see cref="InMemoryCluster"/>.</summary>
internal sealed class MemoryLayer(NodeLink link, InMemoryCluster cluster) : IChannelLayer
{
    private IChannelLayerHandler? _handler;
    private long _lastChannel;

    public LayerCapabilities Capabilities =>
        LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder;

    /// <summary>Told of the node's line.</summary>
    public IChannelLayerHandler? StartedHandler => _handler;

    private IChannelLayerHandler Handler => _handler
        ?? throw new InvalidOperationException("The layer has not been started: call StartAsync first.");

    private ClusterStreams Streams => cluster.Streams;

    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        _handler = handler;
        handler.OnStateChanged(LayerState.Connected);
        return ValueTask.CompletedTask;
    }

    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        IChannelLayerHandler handler = Handler;
        return Wait(link.AskAsync(() => Streams.Subscribe(group, link, handler)), cancellationToken);
    }

    public async ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        await Wait(link.AskAsync(() => Streams.Unsubscribe(group, link)), cancellationToken).ConfigureAwait(false);

    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        publication.Retain();
        return Wait(
            link.AskAsync(
                () =>
                {
                    try
                    {
                        return Streams.Publish(group, publication);
                    }
                    finally
                    {
                        publication.Release();
                    }
                },
                publication.Release),
            cancellationToken);
    }

    public ChannelName NewChannel()
    {
        lock (cluster.Lock)
        {
            var channel = new ChannelName(string.Create(CultureInfo.InvariantCulture, $"{link.Name}!{++_lastChannel}"));
            Streams.AddChannel(channel, link, Handler);
            return channel;
        }
    }

    public void ReleaseChannel(ChannelName channel)
    {
        lock (cluster.Lock)
        {
            Streams.RemoveChannel(channel);
        }
    }

    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default)
    {
        publication.Retain();
        return Wait(
            link.AskAsync(
                () =>
                {
                    SendResult result = Streams.Send(channel, publication);
                    publication.Release();
                    return result;
                },
                publication.Release),
            cancellationToken);
    }

    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) =>
        Wait(link.AskAsync(() => cluster.History.Read(group, query)), cancellationToken);

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        Wait(link.AskAsync(() => Streams.Erase(group, offset)), cancellationToken);

    public ValueTask DisposeAsync()
    {
        lock (cluster.Lock)
        {
            Streams.Remove(link);
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask<T> Wait<T>(Task<T> answer, CancellationToken cancellationToken) =>
        new(cancellationToken.CanBeCanceled ? answer.WaitAsync(cancellationToken) : answer);
}
