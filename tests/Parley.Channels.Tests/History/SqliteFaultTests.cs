using Parley.Channels.Sqlite;
using Parley.TestSupport;

namespace Parley.Channels.Tests.History;

/// <summary>What goes wrong with a file, what is said about it, and that nothing acknowledged is lost.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private static readonly GroupName _group = new("garden");

    // Keeps the writing thread busy while other work gathers.
    private const string Work =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT COUNT(*) FROM n";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_is_opened_once()
    {
        await using (SqliteHistoryStore first = await _folder.OpenAsync())
        {
            HistoryException exception = await ExpectAsync(HistoryError.InUse, _folder.Store);
            Assert.Contains("open already", exception.Message, StringComparison.Ordinal);
            File.CreateSymbolicLink(_folder["link.db"], _folder.Store);
            await Assert.ThrowsAsync<HistoryException>(async () => await SqliteHistoryStore.OpenAsync(_folder["link.db"]));
            Assert.Equal(1, await AppendAsync(first, "a"));
        }

        await using SqliteHistoryStore second = await _folder.OpenAsync();
        Assert.Equal(2, await AppendAsync(second, "b"));
    }

    [Theory]
    [InlineData("no database at all, but a text that somebody has written")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense, for more than a hundred bytes, so that it is long enough to be looked at.")]
    public async Task A_file_that_is_no_store_is_left_alone(string content)
    {
        await File.WriteAllTextAsync(_folder.Store, content);
        HistoryException exception = await ExpectAsync(HistoryError.Damaged, _folder.Store);
        Assert.Contains("no history of Parley's", exception.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_folder.Store));
    }

    [Fact]
    public async Task Another_programs_database_is_left_alone()
    {
        await using (SqliteHistoryStore store = await _folder.OpenAsync())
        {
            await store.RunSqlAsync("PRAGMA application_id = 7");
        }

        HistoryException exception = await ExpectAsync(HistoryError.Damaged, _folder.Store);
        Assert.Contains("no history of Parley's", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_store_is_left_alone()
    {
        await using (SqliteHistoryStore store = await _folder.OpenAsync())
        {
            await store.RunSqlAsync("PRAGMA user_version = 2");
        }

        HistoryException exception = await ExpectAsync(HistoryError.Unavailable, _folder.Store);
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/room.db")]
    [InlineData("")]
    public async Task A_path_that_can_be_no_file_is_named(string name)
    {
        HistoryException exception = await ExpectAsync(HistoryError.Unavailable, _folder[name]);
        Assert.Contains("can't be opened", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_named()
    {
        // Nobody can write there, not even root.
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "there is no /sys");
        await ExpectAsync(HistoryError.Unavailable, "/sys/kernel/room.db");
    }

    [Fact]
    public async Task A_store_whose_beginning_is_damaged_is_not_opened()
    {
        await FillAsync(100);
        Overwrite(_folder.Store, at: 0, count: 4096);
        await ExpectAsync(HistoryError.Damaged, _folder.Store);
    }

    [Fact]
    public async Task Damage_anywhere_is_noticed_and_never_read_as_history()
    {
        const int Count = 2000;
        await FillAsync(Count);
        long length = new FileInfo(_folder.Store).Length;
        byte[] intact = await File.ReadAllBytesAsync(_folder.Store);
        for (long at = 100; at < length; at += length / 40)
        {
            Overwrite(_folder.Store, at, count: 64);
            await ExpectTrueOrDamagedAsync(Count);
            await File.WriteAllBytesAsync(_folder.Store, intact);
        }
    }

    [Fact]
    public async Task A_damaged_publication_is_named_and_can_be_erased()
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync();
        await AppendAsync(store, "a");
        await AppendAsync(store, "b");
        await store.RunSqlAsync("UPDATE publications SET data = x'00' WHERE offset = 1");
        HistoryException exception = await Assert.ThrowsAsync<HistoryException>(async () => await ReadAsync(store));
        Assert.Equal(HistoryError.Damaged, exception.Error);
        Assert.Contains("publication 1 of group 'garden'", exception.Message, StringComparison.Ordinal);
        Assert.True(await store.EraseAsync(_group, 1));
        Assert.Equal(["b"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_full_disk_refuses_what_comes_and_keeps_what_was_acknowledged()
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync();
        await store.RunSqlAsync("PRAGMA max_page_count = 40");
        int kept = 0;
        HistoryException? exception = null;
        while (exception is null)
        {
            try
            {
                kept = (int)await AppendAsync(store, new string('x', 1000));
            }
            catch (HistoryException full)
            {
                exception = full;
            }
        }

        Assert.Equal(HistoryError.Full, exception.Error);
        Assert.Contains(_folder.Store, exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HistoryException>(() => AppendAsync(store, new string('x', 5000)));
        Assert.Equal(kept, (await ReadAsync(store)).Length);
        await store.RunSqlAsync("PRAGMA max_page_count = 1000000");
        Assert.Equal(kept + 1, await AppendAsync(store, "there is room again"));
    }

    [Theory]
    [InlineData("INSERT INTO nowhere VALUES (1)")]
    [InlineData("INSERT INTO child VALUES (1)")]
    public async Task What_was_written_together_fails_together_and_its_offsets_go_to_others(string failing)
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync();

        // A reference that leads nowhere is found when the transaction is committed, and not before.
        await store.RunSqlAsync("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        await store.RunSqlAsync("CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
        int acknowledged = 0;
        bool hasFailed = false;
        while (!hasFailed)
        {
            Task<bool> working = store.RunSqlAsync(Work).AsTask();
            Task<long> together = AppendAsync(store, "together");
            Task<bool> fault = store.RunSqlAsync(failing).AsTask();
            await Assert.ThrowsAsync<HistoryException>(() => Within.Time(fault));

            // If the writing thread was late, this one was written with the others and has failed with them.
            await Record.ExceptionAsync(() => Within.Time(working));

            // Unless the one was written before the other came: then again.
            hasFailed = await Record.ExceptionAsync(() => together) is HistoryException;
            acknowledged += hasFailed ? 0 : 1;
            Assert.Equal(acknowledged, (await ReadAsync(store)).Length);
        }

        Assert.Equal(acknowledged + 1, await AppendAsync(store, "next"));
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_at_once()
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync(new HistoryOptions { MaxWaitingBytes = 1 });
        HistoryException? exception = null;
        while (exception is null)
        {
            Task<long>[] appending = [.. Enumerable.Range(0, 100).Select(_ => AppendAsync(store, "a"))];
            foreach (Task<long> append in appending)
            {
                try
                {
                    await append;
                }
                catch (HistoryException busy)
                {
                    exception = busy;
                }
            }
        }

        Assert.Equal(HistoryError.Busy, exception.Error);
        await AppendAsync(store, "b");
    }

    private static async Task<HistoryException> ExpectAsync(HistoryError error, string path)
    {
        HistoryException exception = await Assert.ThrowsAsync<HistoryException>(
            async () => await Within.Time(SqliteHistoryStore.OpenAsync(path)));
        Assert.Equal(error, exception.Error);
        Assert.Contains(Path.GetFileName(path), exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static async Task<long> AppendAsync(SqliteHistoryStore store, string text) =>
        (await Within.Time(store.AppendAsync(_group, Texts.Publication(text)))).Position.Offset;

    private static async Task<string[]> ReadAsync(SqliteHistoryStore store)
    {
        using HistoryPage page = await Within.Time(store.ReadAsync(_group, HistoryQuery.After(0, HistoryQuery.MaxLimit)));
        return [.. page.Entries.Select(static entry => Texts.Of(entry.Publication))];
    }

    private static void Overwrite(string file, long at, int count)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.Position = at;
        stream.Write([.. Enumerable.Repeat((byte)0xA5, count)]);
    }

    private async Task FillAsync(int count)
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, count).Select(i => AppendAsync(store, $"{i}")));
    }

    // Either all is as it was written, or somebody says that it is not.
    private async Task ExpectTrueOrDamagedAsync(int count)
    {
        try
        {
            await using SqliteHistoryStore store = await _folder.OpenAsync();
            Assert.Equal(count, (await store.GetHeadAsync(_group)).Offset);
            for (int after = 0; after < count; after += HistoryQuery.MaxLimit)
            {
                using HistoryPage page = await store.ReadAsync(_group, HistoryQuery.After(after, HistoryQuery.MaxLimit));
                IEnumerable<string> expected = Enumerable.Range(after + 1, HistoryQuery.MaxLimit).Select(static i => $"{i}");
                Assert.Equal(expected, page.Entries.Select(static entry => Texts.Of(entry.Publication)));
            }
        }
        catch (HistoryException exception)
        {
            Assert.True(exception.Error == HistoryError.Damaged, $"{exception}");
        }
    }
}
