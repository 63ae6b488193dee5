namespace Parley.Channels.Tests.Sessions;

/// <summary>A layer that tells what a test lets it tell. Its epoch is <c>old</c> until the test says so.</summary>
internal sealed class LooseLayer : IChannelLayer
{
    private readonly List<HistoryEntry> _kept = [];

    public IChannelLayerHandler Handler { get; private set; } = null!;

    public bool HasHistory { get; init; }

    public bool HasPositions { get; init; } = true;

    public string Epoch { get; set; } = "old";

    /// <summary>The first offset that history still has.</summary>
    public long First { get; set; } = 1;

    /// <summary>Where history stands if nothing is kept.</summary>
    public long Head { get; set; }

    /// <summary>What leaving a group fails with.</summary>
    public Exception? Fault { get; set; }

    public LayerCapabilities Capabilities => (HasPositions ? LayerCapabilities.Positions : LayerCapabilities.None)
        | (HasHistory ? LayerCapabilities.History : LayerCapabilities.None);

    /// <summary>A publication comes.</summary>
    public void Tell(GroupName group, string text, long offset)
    {
        Publication publication = Keep(text, offset);
        Handler.OnPublication(group, publication, HasPositions ? new StreamPosition(Epoch, offset) : default);
    }

    /// <summary>A publication is in history, and is not told.</summary>
    public Publication Keep(string text, long offset)
    {
        Publication publication = Texts.Publication(text);
        publication.Stamp(DateTimeOffset.UnixEpoch);
        _kept.Add(new HistoryEntry(offset, publication));
        return publication;
    }

    public void BeginEpoch(GroupName group, string epoch)
    {
        Epoch = epoch;
        _kept.Clear();
        if (!HasHistory)
        {
            Handler.OnNewEpoch(group, new StreamPosition(epoch, 0));
        }
    }

    public ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default)
    {
        Handler = handler;
        return ValueTask.CompletedTask;
    }

    public ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(HasPositions ? new StreamPosition(Epoch, Head) : default);

    public ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default) =>
        Fault is null ? ValueTask.CompletedTask : ValueTask.FromException(Fault);

    public ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new PublishResult(PublishStatus.NotStored, default));

    public ChannelName NewChannel() => new("channel");

    public void ReleaseChannel(ChannelName channel)
    {
    }

    public ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SendResult.NoSuchChannel);

    public ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        HistoryEntry[] entries = [.. _kept.Where(entry => entry.Offset > query.Offset)];
        foreach (HistoryEntry entry in entries)
        {
            entry.Publication.Retain();
        }

        long last = _kept.Count > 0 ? _kept[^1].Offset : Head;
        long from = Math.Max(First, Math.Min(query.Offset, last) + 1);
        return ValueTask.FromResult(new HistoryPage(new StreamPosition(Epoch, last), from, last, entries));
    }

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
