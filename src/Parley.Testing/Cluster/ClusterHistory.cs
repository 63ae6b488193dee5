using Parley.Channels;

namespace Parley.Testing;

/// <summary>The history that all nodes of a cluster share. It answers at once. Under the cluster's lock.</summary>
internal sealed class ClusterHistory(HistoryOptions options, TimeProvider time, ClusterDefect defect)
{
    private MemoryHistoryStore _store = new(options, time);

    public StreamPosition GetHead(GroupName group) => ResultOf(_store.GetHeadAsync(group));

    public PublishResult Append(GroupName group, Publication publication) => ResultOf(_store.AppendAsync(group, publication));

    public HistoryPage Read(GroupName group, HistoryQuery query)
    {
        HistoryPage page = ResultOf(_store.ReadAsync(group, query));
        return defect == ClusterDefect.SilentTrimming && query.Offset + 1 < page.From
            ? new HistoryPage(page.Head, query.Offset + 1, page.To, page.Entries) { HasMore = page.HasMore }
            : page;
    }

    /// <summary>The page that begins with the oldest publication, whatever is wrong.</summary>
    public HistoryPage ReadOldest(GroupName group) => ResultOf(_store.ReadAsync(group, HistoryQuery.After(0, 1)));

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
