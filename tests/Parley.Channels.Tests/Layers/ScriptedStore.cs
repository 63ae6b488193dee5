namespace Parley.Channels.Tests.Layers;

/// <summary>A history whose answers a test gives, when and in which order it likes.</summary>
internal sealed class ScriptedStore : IHistoryStore
{
    public List<TaskCompletionSource<PublishResult>> Appends { get; } = [];

    public List<TaskCompletionSource<bool>> Erasures { get; } = [];

    public Task<StreamPosition> Head { get; set; } = Task.FromResult(new StreamPosition("scripted", 0));

    public ValueTask<PublishResult> AppendAsync(GroupName group, Publication publication) => new(Begin(Appends));

    public ValueTask<StreamPosition> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        new(Head);

    public ValueTask<HistoryPage> ReadAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default) => new(HistoryPage.Empty);

    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        new(Begin(Erasures));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<T> Begin<T>(List<TaskCompletionSource<T>> list)
    {
        var source = new TaskCompletionSource<T>();
        list.Add(source);
        return source.Task;
    }
}
