using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.History;

/// <summary>What holds for every history store. Each test has a store of its own, whose clock stands still.</summary>
public abstract class HistoryStoreSpecification : IAsyncLifetime
{
    private IHistoryStore? _store;

    protected static GroupName Garden { get; } = new("garden");

    protected static GroupName Lobby { get; } = new("大厅");

    protected TestClock Clock { get; } = new();

    protected IHistoryStore Store => _store!;

    public virtual async ValueTask InitializeAsync() => await UseAsync(HistoryOptions.Default);

    public virtual async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a store on the test's clock.</summary>
    protected abstract ValueTask<IHistoryStore> OpenAsync(HistoryOptions options);

    /// <summary>Closes the store, and opens one with other options.</summary>
    protected async Task UseAsync(HistoryOptions options)
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _store = await OpenAsync(options);
    }

    protected async Task<PublishResult> AppendAsync(string text, string? id = null, GroupName? group = null, string? user = null)
    {
        Publication publication = Texts.Publication(text, new PublicationOrigin(id, User: user));
        ValueTask<PublishResult> appending = Store.AppendAsync(group ?? Garden, publication);
        publication.Release();
        return await Within.Time(appending);
    }

    /// <summary>Appends the numbers from 1 on, which are their offsets too.</summary>
    protected async Task AppendNumbersAsync(int count) =>
        await Task.WhenAll(Enumerable.Range(1, count).Select(i => AppendAsync($"{i}")));

    /// <summary>A page in a line: what it covers, what it has, and whether there is more.</summary>
    protected async Task<string> ReadAsync(HistoryQuery query, GroupName? group = null)
    {
        using HistoryPage page = await Within.Time(Store.ReadAsync(group ?? Garden, query));
        string entries = string.Join(' ', page.Entries.Select(static entry => $"{entry.Offset}={Texts.Of(entry.Publication)}"));
        return $"{page.From}-{page.To}: {entries}{(page.HasMore ? " and more" : "")}";
    }
}
