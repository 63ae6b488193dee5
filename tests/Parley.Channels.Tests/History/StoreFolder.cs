using Parley.Channels.Sqlite;
using Parley.TestSupport;

namespace Parley.Channels.Tests.History;

/// <summary>A folder for a test's stores, which goes when the test has ended.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("parley-history-").FullName;

    public string Store => this["room.db"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public async Task<SqliteHistoryStore> OpenAsync(HistoryOptions? options = null, TimeProvider? time = null) =>
        await Within.Time(SqliteHistoryStore.OpenAsync(Store, options, time));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
