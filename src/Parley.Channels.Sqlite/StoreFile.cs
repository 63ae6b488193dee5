using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Parley.Channels.Sqlite;

/// <summary>A store's file: found, held, and of a known epoch. Every method blocks.</summary>
internal sealed class StoreFile : IDisposable
{
    private const int BusyMilliseconds = 5000;

    private readonly StoreLock _lock;

    private StoreFile(string path, StoreLock storeLock)
    {
        Path = path;
        _lock = storeLock;
    }

    public string Path { get; }

    /// <summary>The store's epoch, once <see cref="OpenForWriting"/> has returned.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>Takes a file for this store alone.</summary>
    /// <exception cref="HistoryException">Somebody else has it, or it can't be had.</exception>
    public static StoreFile Take(string path)
    {
        string target = Resolve(System.IO.Path.GetFullPath(path));
        return new StoreFile(target, StoreLock.Take(target));
    }

    /// <summary>Opens the connection that writes, and brings the file into order.</summary>
    public SqliteConnection OpenForWriting(ILogger logger)
    {
        SqliteConnection connection = Open();
        try
        {
            // What is committed is on the disk: in WAL mode FULL syncs the log at each commit.
            RequireWal(connection);
            StoreSchema.Execute(connection, "PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST");
            StoreSchema.Ensure(connection, Path);
            Epoch = FindEpoch(connection, logger);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads beside the writing one.</summary>
    public SqliteConnection OpenForReading()
    {
        SqliteConnection connection = Open();
        StoreSchema.Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    public void Dispose() => _lock.Dispose();

    // Two links to one file are one store.
    private static string Resolve(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.OfLock(path, exception);
        }
    }

    private SqliteConnection Open()
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        connection.Open();
        raw.sqlite3_busy_timeout(connection.Handle!, BusyMilliseconds);
        return connection;
    }

    private void RequireWal(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "PRAGMA journal_mode = WAL");
        string? mode = statement.Step() ? statement.Text(0) : null;
        statement.Reset();
        if (mode != "wal")
        {
            throw StoreErrors.NoLog(Path);
        }
    }

    // Each opening is a generation, written into the file and beside it. A file of another generation than the last one is
    // a copy from before: its offsets may have been given to other publications since.
    private string FindEpoch(SqliteConnection connection, ILogger logger)
    {
        string? epoch = Read(connection, "epoch");
        string? generation = Read(connection, "generation");
        IReadOnlyList<string> known = _lock.ReadGenerations();
        if (epoch is null || generation is null || !known.Contains(generation))
        {
            if (epoch is not null)
            {
                Log.FileReplaced(logger, Path);
            }

            epoch = StoreEpoch.Create();
        }

        string next = StoreEpoch.Create();
        _lock.WriteGenerations(generation is null ? [next] : [generation, next]);
        Write(connection, epoch, next);
        _lock.WriteGenerations(next);
        return epoch;
    }

    private static string? Read(SqliteConnection connection, string key)
    {
        using var statement = new Statement(connection, "SELECT value FROM store WHERE key = ?");
        string? value = statement.Bind(1, key).Step() ? statement.Text(0) : null;
        statement.Reset();
        return value;
    }

    private static void Write(SqliteConnection connection, string epoch, string generation)
    {
        using var statement = new Statement(
            connection, "INSERT OR REPLACE INTO store (key, value) VALUES ('epoch', ?), ('generation', ?)");
        statement.Bind(1, epoch).Bind(2, generation).Run();
    }
}
