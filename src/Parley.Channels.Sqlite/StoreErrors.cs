using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Channels.Sqlite;

/// <summary>Says in words what is wrong with a store.</summary>
internal static class StoreErrors
{
    // The system's own numbers for "somebody else has it": EAGAIN of Linux and of macOS, two of Windows.
    private static readonly int[] _inUse = [11, 35, 32, 33];

    // ENOSPC, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
    private static readonly int[] _full = [28, 39, 112];

    // What has nothing to do with the content of the file. The statements are right: if anything else is wrong with one,
    // the tables are not what they were.
    private static readonly int[] _ofTheSystem =
    [
        raw.SQLITE_IOERR, raw.SQLITE_CANTOPEN, raw.SQLITE_READONLY, raw.SQLITE_PERM, raw.SQLITE_AUTH,
        raw.SQLITE_NOMEM, raw.SQLITE_PROTOCOL, raw.SQLITE_NOLFS, raw.SQLITE_MISUSE,
    ];

    public static HistoryException OfLock(string store, Exception exception)
    {
        int code = exception.HResult & 0xFFFF;
        return exception switch
        {
            IOException when _inUse.Contains(code) => new HistoryException(
                HistoryError.InUse,
                $"The history {store} is open already, in this process or another one: a store is for one node. Stop the other one, or give this one a file of its own.",
                exception),
            IOException when _full.Contains(code) => Full(store, exception),
            _ => Unavailable(store, exception),
        };
    }

    public static HistoryException Of(string store, Exception exception) => exception switch
    {
        HistoryException known => known,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => Full(store, exception),
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB } => NoHistory(store, exception),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } => new HistoryException(
            HistoryError.InUse, $"Another program holds the history {store}: {exception.Message}", exception),
        SqliteException { SqliteErrorCode: var code } when !_ofTheSystem.Contains(code) => Damaged(store, exception),
        _ => Unavailable(store, exception),
    };

    public static HistoryException Damaged(string store, Exception? exception) => new(
        HistoryError.Damaged,
        $"The history {store} is damaged. Put a copy in its place, or move it away to begin with an empty one.",
        exception);

    public static HistoryException DamagedPublication(string store, string group, long offset) => new(
        HistoryError.Damaged,
        $"The history {store} is damaged: publication {offset} of group '{group}' is not what was written. Put a copy in its place, or erase the publication.");

    public static HistoryException NoHistory(string store, Exception? exception) => new(
        HistoryError.Damaged,
        $"{store} is no history of Parley's, or its beginning is damaged. Name another file, or put a copy in its place.",
        exception);

    public static HistoryException Newer(string store, long version) => new(
        HistoryError.Unavailable,
        $"The history {store} has version {version}, which a newer Parley has made; this one knows up to version {StoreSchema.Version}.");

    public static HistoryException NoLog(string store) => new(
        HistoryError.Unavailable,
        $"The folder of the history {store} does not allow a write-ahead log. Put it on a disk of this machine.");

    public static HistoryException Busy(string store) => new(
        HistoryError.Busy,
        $"More waits to be written to, or read from, the history {store} than may wait: try again later.");

    public static HistoryException TooManyIds(string store) => new(
        HistoryError.Busy,
        $"The ids of recent publications fill all that the history {store} may take: try again later.");

    private static HistoryException Full(string store, Exception exception) => new(
        HistoryError.Full,
        $"The disk of the history {store} is full: nothing is published until there is room. What was published before is safe.",
        exception);

    private static HistoryException Unavailable(string store, Exception exception) => new(
        HistoryError.Unavailable, $"The history {store} can't be opened, read or written: {exception.Message}", exception);
}
