namespace Parley.Channels;

/// <summary>Keeps nothing: what is published goes to the members that are here now.</summary>
public sealed class NoHistory : IHistoryStore
{
    private NoHistory()
    {
    }

    /// <summary>The one there is. It may be disposed any number of times.</summary>
    public static NoHistory Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<PublishResult> AppendAsync(GroupName group, Publication publication) =>
        ValueTask.FromResult(new PublishResult(PublishStatus.NotStored, default));

    /// <inheritdoc/>
    public ValueTask<StreamPosition> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(default(StreamPosition));

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(HistoryPage.Empty);

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
