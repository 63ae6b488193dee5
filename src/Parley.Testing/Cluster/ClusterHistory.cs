using Parley.Channels;

namespace Parley.Testing;

/// <summary>The history that all nodes of a cluster share. It answers at once. Under the cluster's lock.</summary>
internal sealed class ClusterHistory(HistoryOptions options, TimeProvider time)
{
    private MemoryHistoryStore _store = new(options, time);

    public StreamPosition GetHead(GroupName group) => ResultOf(_store.GetHeadAsync(group));

    public PublishResult Append(GroupName group, Publication publication) => ResultOf(_store.AppendAsync(group, publication));

    public HistoryPage Read(GroupName group, HistoryQuery query) => ResultOf(_store.ReadAsync(group, query));

    public bool Erase(GroupName group, long offset) => ResultOf(_store.EraseAsync(group, offset));

    /// <summary>Forgets everything: a new epoch begins.</summary>
    public void Lose()
    {
        MemoryHistoryStore lost = _store;
        _store = new MemoryHistoryStore(options, time);
        lost.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    // A store in memory has answered when the call returns.
    private static T ResultOf<T>(ValueTask<T> answer) => answer.AsTask().GetAwaiter().GetResult();
}
