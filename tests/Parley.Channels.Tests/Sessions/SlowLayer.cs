namespace Parley.Channels.Tests.Sessions;

/// <summary>A layer in this process whose history answers when a test says so, and whose epoch ends when it says so.</summary>
internal sealed class SlowLayer(HistoryOptions? options = null) : IChannelLayer
{
    private readonly InProcessLayer _layer = new(new MemoryHistoryStore(options));
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _holdFrom = int.MaxValue;
    private bool _holdsAnswers;
    private Exception? _fault;

    public IChannelLayerHandler Handler { get; private set; } = null!;

    /// <summary>How many pages have been asked for.</summary>
    public int Reads { get; private set; }

    public LayerCapabilities Capabilities => _layer.Capabilities;

    /// <summary>The next page is not even read before it is released.</summary>
    public void HoldReads() => (_holdFrom, _holdsAnswers) = (Reads + 1, false);

    /// <summary>The next page is read at once, and its answer comes when it is released.</summary>
    public void HoldAnswers() => HoldAnswersFrom(1);

    /// <summary>So does the second one, or a later one, from now on.</summary>
    public void HoldAnswersFrom(int number) => (_holdFrom, _holdsAnswers) = (Reads + number, true);

    public void ReleaseRead()
    {
        _holdFrom = int.MaxValue;
        _waiting.Dequeue().SetResult();
    }

    public void FailRead(Exception fault)
    {
        _fault = fault;
        ReleaseRead();
    }

    public async ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        Reads++;
        if (Reads < _holdFrom)
        {
            return await _layer.ReadHistoryAsync(group, query, cancellationToken);
        }

        // Goes on where it is released, which is the test's thread.
        var gate = new TaskCompletionSource();
        _waiting.Enqueue(gate);
        HistoryPage? page = _holdsAnswers ? await _layer.ReadHistoryAsync(group, query, cancellationToken) : null;
        await gate.Task.ConfigureAwait(false);
        if (_fault is { } fault)
        {
            page?.Dispose();
            _fault = null;
            throw fault;
        }

        return page ?? await _layer.ReadHistoryAsync(group, query, cancellationToken);
    }

    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        Handler = handler;
        return _layer.StartAsync(handler, cancellationToken);
    }

    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        _layer.SubscribeAsync(group, cancellationToken);

    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        _layer.UnsubscribeAsync(group, cancellationToken);

    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default) =>
        _layer.PublishAsync(group, publication, cancellationToken);

    public ChannelName NewChannel() => _layer.NewChannel();

    public void ReleaseChannel(ChannelName channel) => _layer.ReleaseChannel(channel);

    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default) =>
        _layer.SendAsync(channel, publication, cancellationToken);

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        _layer.EraseAsync(group, offset, cancellationToken);

    public ValueTask DisposeAsync() => _layer.DisposeAsync();
}
