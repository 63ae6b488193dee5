using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>What a store's file looks like.</summary>
internal static class StoreSchema
{
    /// <summary>The version that this code writes.</summary>
    public const int Version = 1;

    /// <summary>The kind of a publication that was erased.</summary>
    public const int ErasedKind = -1;

    // Says that a file is ours: "PrlH".
    private const int ApplicationId = 0x50726C48;

    // Rows of publications and of ids are in the order in which they came, so that the oldest lie together.
    private const string Tables = """
        CREATE TABLE store (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE groups (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            head INTEGER NOT NULL,
            floor INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            last_use INTEGER NOT NULL
        );
        CREATE TABLE publications (
            sequence INTEGER PRIMARY KEY,
            group_id INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            at INTEGER NOT NULL,
            size INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            form INTEGER NOT NULL,
            event_type TEXT,
            id TEXT,
            client TEXT,
            user TEXT,
            data BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (group_id, offset)
        );
        CREATE TABLE resend_ids (
            sequence INTEGER PRIMARY KEY,
            group_id INTEGER NOT NULL,
            key BLOB NOT NULL,
            data_hash BLOB NOT NULL,
            offset INTEGER NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (group_id, key)
        );
        """;

    /// <summary>Makes the tables in a file that is empty, and looks whether any other file is a store.</summary>
    /// <exception cref="HistoryException">It is none, or a newer one.</exception>
    public static void Ensure(SqliteConnection connection, string store)
    {
        long application = Query(connection, "PRAGMA application_id");
        long version = Query(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Query(connection, "SELECT COUNT(*) FROM sqlite_master") == 0)
        {
            Execute(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
        }
        else if (application != ApplicationId)
        {
            throw StoreErrors.NoHistory(store, null);
        }
        else if (version > Version)
        {
            throw StoreErrors.Newer(store, version);
        }
    }

    public static long Query(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        long result = statement.Step() ? statement.Integer(0) : 0;
        statement.Reset();
        return result;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is one of this library's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
