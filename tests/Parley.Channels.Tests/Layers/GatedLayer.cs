namespace Parley.Channels.Tests.Layers;

/// <summary>A layer in this process whose subscriptions take as long as a test likes, or fail.</summary>
internal sealed class GatedLayer : IChannelLayer
{
    private readonly InProcessLayer _inner = new();

    /// <summary>Awaited before a group is subscribed to.</summary>
    public Func<GroupName, Task> Subscribing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Awaited before a group's subscription is ended.</summary>
    public Func<GroupName, Task> Unsubscribing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Told of what is published.</summary>
    public Action<Publication> Publishing { get; set; } = static _ => { };

    /// <summary>Awaited when something has been published, before its publisher is told so.</summary>
    public Func<Task> Answering { get; set; } = static () => Task.CompletedTask;

    /// <summary>How many channels have been named and not released.</summary>
    public int OpenChannels { get; private set; }

    public LayerCapabilities Capabilities => _inner.Capabilities;

    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default) =>
        _inner.StartAsync(handler, cancellationToken);

    public async ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        await Subscribing(group).WaitAsync(cancellationToken);
        return await _inner.SubscribeAsync(group, cancellationToken);
    }

    public async ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        await Unsubscribing(group);
        await _inner.UnsubscribeAsync(group, cancellationToken);
    }

    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        Publishing(publication);
        Task answering = Answering();
        ValueTask<PublishResult> publishing = _inner.PublishAsync(group, publication, cancellationToken);
        return answering.IsCompletedSuccessfully ? publishing : AnswerAsync(publishing, answering, cancellationToken);
    }

    public ChannelName NewChannel()
    {
        OpenChannels++;
        return _inner.NewChannel();
    }

    public void ReleaseChannel(ChannelName channel)
    {
        OpenChannels--;
        _inner.ReleaseChannel(channel);
    }

    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default) =>
        _inner.SendAsync(channel, publication, cancellationToken);

    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) =>
        _inner.ReadHistoryAsync(group, query, cancellationToken);

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        _inner.EraseAsync(group, offset, cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private static async ValueTask<PublishResult> AnswerAsync(
        ValueTask<PublishResult> publishing, Task answering, CancellationToken cancellationToken)
    {
        PublishResult result = await publishing;
        await answering.WaitAsync(cancellationToken);
        return result;
    }
}
