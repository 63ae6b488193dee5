namespace Parley.Channels.Tests.Sessions;

/// <summary>A layer, a presence and a hook, one step of which waits until a test lets it go on.</summary>
internal sealed class StepwiseNode(string step) : IChannelLayer
{
    private readonly InProcessLayer _layer = new(new MemoryHistoryStore());
    private readonly TaskCompletionSource _gate = new();

    /// <summary>The clients that are present.</summary>
    public HashSet<string> Present { get; } = [];

    /// <summary>The groups that are subscribed to.</summary>
    public HashSet<GroupName> Subscribed { get; } = [];

    public IPresence Presence => new StepwisePresence(this);

    public LayerCapabilities Capabilities => _layer.Capabilities;

    public void GoOn() => _gate.SetResult();

    public async ValueTask<SessionRefusal?> Authorize(SessionAccess access, CancellationToken cancellationToken)
    {
        await PassAsync("deciding");
        return null;
    }

    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default) =>
        _layer.StartAsync(handler, cancellationToken);

    public async ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        await PassAsync("subscribing");
        Subscribed.Add(group);
        return await _layer.SubscribeAsync(group, cancellationToken);
    }

    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        Subscribed.Remove(group);
        return _layer.UnsubscribeAsync(group, cancellationToken);
    }

    public async ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default)
    {
        publication.Retain();
        await PassAsync("publishing");
        await PassAsync("draining");
        PublishResult result = await _layer.PublishAsync(group, publication, cancellationToken);
        publication.Release();
        return result;
    }

    public async ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        await PassAsync("reading history");
        return await _layer.ReadHistoryAsync(group, query, cancellationToken);
    }

    public ChannelName NewChannel() => _layer.NewChannel();

    public void ReleaseChannel(ChannelName channel) => _layer.ReleaseChannel(channel);

    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default) =>
        _layer.SendAsync(channel, publication, cancellationToken);

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        _layer.EraseAsync(group, offset, cancellationToken);

    public ValueTask DisposeAsync() => _layer.DisposeAsync();

    private Task PassAsync(string reached) => reached == step ? _gate.Task : Task.CompletedTask;

    private sealed class StepwisePresence(StepwiseNode node) : IPresence
    {
        public ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public async ValueTask<PresenceSnapshot> JoinAsync(
            GroupName group, PresenceMember member, CancellationToken cancellationToken = default)
        {
            await node.PassAsync("entering presence");
            node.Present.Add(member.Client);
            return new PresenceSnapshot(1, 1, [member]);
        }

        public async ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default)
        {
            await node.PassAsync("leaving presence");
            node.Present.Remove(client);
        }

        public ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new PresenceSnapshot(1, 0, []));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
