using System.Text;

namespace Parley.Channels.Sqlite;

/// <summary>
/// Holds a store against everybody else, by a file beside it that only one may have open. The file also says which
/// generation of the store was opened here last, so that a copy put in its place is noticed.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="HistoryException">Somebody else has it, or the file can't be made.</exception>
    public static StoreLock Take(string store)
    {
        try
        {
            return new StoreLock(new FileStream(
                store + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.OfLock(store, exception);
        }
    }

    /// <summary>The generations that the store may be of.</summary>
    public IReadOnlyList<string> ReadGenerations()
    {
        byte[] bytes = new byte[_file.Length];
        _file.Position = 0;
        _file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Says which generations the store may be of, on disk when it returns.</summary>
    public void WriteGenerations(params IEnumerable<string> generations)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\n', generations));
        _file.Position = 0;
        _file.Write(bytes);
        _file.SetLength(bytes.Length);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();
}
