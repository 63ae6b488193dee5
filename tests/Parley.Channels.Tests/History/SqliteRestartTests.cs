using System.Text;
using Parley.Channels.Sqlite;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.History;

/// <summary>What is there when a store is opened again.</summary>
public sealed class SqliteRestartTests : IDisposable
{
    private static readonly GroupName _group = new("garden");

    private readonly StoreFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_that_is_opened_again_goes_on_where_it_stood()
    {
        StreamPosition before = await PublishAsync("a", "b");
        await using SqliteHistoryStore store = await OpenAsync();
        Assert.Equal(before, await store.GetHeadAsync(_group));
        Assert.Equal(["a", "b"], await ReadAsync(store));
        Assert.Equal(before with { Offset = 3 }, (await AppendAsync(store, "c")).Position);
    }

    [Fact]
    public async Task Everything_about_a_publication_is_kept()
    {
        var origin = new PublicationOrigin("id\0 1", "client 大", "ann 🙂");
        Publication publication = Publication.Create(
            PublicationKind.Event, DataForm.Bytes, [0, 255, 10], origin, "chat.joined");
        await using (SqliteHistoryStore store = await OpenAsync())
        {
            await store.AppendAsync(_group, publication);
        }

        await using SqliteHistoryStore again = await OpenAsync();
        using HistoryPage page = await again.ReadAsync(_group, HistoryQuery.After(0));
        Publication read = Assert.Single(page.Entries).Publication;
        Assert.Equal(
            (PublicationKind.Event, DataForm.Bytes, "chat.joined", origin, _clock.GetUtcNow()),
            (read.Kind, read.Form, read.EventType, read.Origin, read.At));
        Assert.Equal("00FF0A", Convert.ToHexString(read.Data));
    }

    [Fact]
    public async Task What_was_published_before_is_found_again_by_its_id()
    {
        PublishResult first;
        await using (SqliteHistoryStore store = await OpenAsync())
        {
            first = await AppendAsync(store, "a", "1");
        }

        await using SqliteHistoryStore again = await OpenAsync();
        Assert.Equal(new PublishResult(PublishStatus.Duplicate, first.Position), await AppendAsync(again, "a", "1"));
        Assert.Equal(new PublishResult(PublishStatus.Refused, first.Position), await AppendAsync(again, "b", "1"));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(PublishStatus.Stored, (await AppendAsync(again, "b", "1")).Status);
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_leaves_one_file()
    {
        Task<PublishResult>[] appending;
        await using (SqliteHistoryStore store = await OpenAsync())
        {
            appending = [.. Enumerable.Range(0, 500).Select(i => AppendAsync(store, $"{i}"))];
        }

        Assert.Equal(500, (await Within.Time(Task.WhenAll(appending)))[^1].Position.Offset);
        Assert.Equal(["room.db", "room.db-lock"], Files());
        await using SqliteHistoryStore again = await OpenAsync();
        Assert.Equal(500, (await again.GetHeadAsync(_group)).Offset);
    }

    [Fact]
    public async Task Tighter_limits_hold_from_the_next_publication_on()
    {
        await PublishAsync([.. Enumerable.Range(1, 50).Select(static i => $"{i}")]);
        await using SqliteHistoryStore store = await OpenAsync(new HistoryOptions { MaxPublications = 2 });
        await AppendAsync(store, "51");
        Assert.Equal(["50", "51"], await ReadAsync(store));
    }

    [Fact]
    public async Task What_grew_old_while_the_store_was_closed_is_not_read()
    {
        await PublishAsync([.. Enumerable.Range(1, 2500).Select(static i => $"{i}")]);
        _clock.Advance(TimeSpan.FromHours(24));
        await using SqliteHistoryStore store = await OpenAsync();
        Assert.Empty(await ReadAsync(store));
        Assert.Equal(2501, (await AppendAsync(store, "new")).Position.Offset);
        Assert.Equal(["new"], await ReadAsync(store));
    }

    [Fact]
    public async Task Another_file_in_its_place_is_a_new_epoch()
    {
        StreamPosition before = await PublishAsync("a");
        File.Delete(_folder.Store);
        await using SqliteHistoryStore store = await OpenAsync();
        StreamPosition after = await store.GetHeadAsync(_group);
        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal(0, after.Offset);
    }

    [Fact]
    public async Task A_copy_from_before_is_a_new_epoch_and_keeps_its_publications()
    {
        StreamPosition first = await PublishAsync("a");
        File.Copy(_folder.Store, _folder["copy"]);
        StreamPosition second = await PublishAsync("b");
        Assert.Equal(first with { Offset = 2 }, second);
        File.Copy(_folder["copy"], _folder.Store, overwrite: true);

        // Were it the same epoch, the second offset would be given to two publications.
        StreamPosition third = await PublishAsync("c");
        Assert.Equal(2, third.Offset);
        Assert.NotEqual(second.Epoch, third.Epoch);
        await using SqliteHistoryStore store = await OpenAsync();
        Assert.Equal(third, await store.GetHeadAsync(_group));
        Assert.Equal(["a", "c"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_copy_elsewhere_is_a_new_epoch()
    {
        StreamPosition before = await PublishAsync("a");
        File.Copy(_folder.Store, _folder["elsewhere.db"]);
        await using SqliteHistoryStore copy = await SqliteHistoryStore.OpenAsync(_folder["elsewhere.db"], time: _clock);
        Assert.NotEqual(before.Epoch, (await copy.GetHeadAsync(_group)).Epoch);
    }

    private static async Task<PublishResult> AppendAsync(SqliteHistoryStore store, string text, string? id = null)
    {
        Publication publication = Texts.Publication(text, new PublicationOrigin(id));
        ValueTask<PublishResult> appending = store.AppendAsync(_group, publication);
        publication.Release();
        return await Within.Time(appending);
    }

    private static async Task<string[]> ReadAsync(SqliteHistoryStore store)
    {
        using HistoryPage page = await Within.Time(store.ReadAsync(_group, HistoryQuery.After(0)));
        return [.. page.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Publication.Data))];
    }

    private async Task<SqliteHistoryStore> OpenAsync(HistoryOptions? options = null) => await _folder.OpenAsync(options, _clock);

    /// <summary>Opens the store, publishes, and closes it.</summary>
    private async Task<StreamPosition> PublishAsync(params string[] texts)
    {
        await using SqliteHistoryStore store = await OpenAsync();
        PublishResult[] results = await Task.WhenAll(texts.Select(text => AppendAsync(store, text)));
        return results[^1].Position;
    }

    private IEnumerable<string?> Files() => Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
