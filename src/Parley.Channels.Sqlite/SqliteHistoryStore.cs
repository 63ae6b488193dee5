using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Sqlite;

/// <summary>
/// Keeps history in one SQLite file, so that it survives its process: what is acknowledged is on the disk. A thread of its
/// own writes, many publications a transaction when many come; another one reads. Beside the file lie <c>-wal</c> and
/// <c>-shm</c> while it is open, which belong to it, and <c>-lock</c>, which holds it for one process.
/// <para>
/// The epoch is in the file. A file that is not the one last used in its place, such as a copy from before, begins a
/// new epoch, and so does a file without its <c>-lock</c>. The file does not shrink: what goes makes room for what comes.
/// </para>
/// </summary>
public sealed class SqliteHistoryStore : IHistoryStore
{
    private static readonly TimeSpan _sweepInterval = TimeSpan.FromMinutes(1);

    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly HistoryWriter _writer;
    private readonly Task _starting;
    private HistoryReader? _reader;
    private ITimer? _sweeps;
    private volatile bool _isDisposed;

    private SqliteHistoryStore(StoreFile file, HistoryOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _time = time;
        _writer = new HistoryWriter(file, options, time, logger);
        _starting = StartAsync(options);
    }

    /// <summary>Opens a store, or makes an empty one.</summary>
    /// <param name="path">The file. Its folder must be there, on a disk of this machine.</param>
    /// <param name="options">How much is kept; the defaults unless given.</param>
    /// <param name="time">The clock that ages are counted on; the system's unless given.</param>
    /// <param name="logger">Where it is said that writing failed, and that the file has been replaced.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="HistoryException">
    /// The store is open already, damaged, no store at all, or can't be read and written. The message says which.
    /// </exception>
    public static async ValueTask<SqliteHistoryStore> OpenAsync(
        string path,
        HistoryOptions? options = null,
        TimeProvider? time = null,
        ILogger<SqliteHistoryStore>? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= HistoryOptions.Default;
        time ??= TimeProvider.System;
        var store = new SqliteHistoryStore(
            StoreFile.Take(path), options, time, logger ?? NullLogger<SqliteHistoryStore>.Instance);
        try
        {
            await store._starting.WaitAsync(cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<PublishResult> AppendAsync(GroupName group, Publication publication)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        publication.Stamp(_time.GetUtcNow());
        var request = new AppendRequest(group, publication);
        try
        {
            Add(request, publication.HistorySize);
            return new ValueTask<PublishResult>(request.Answer);
        }
        catch (Exception exception)
        {
            request.Fail(exception);
            return new ValueTask<PublishResult>(request.Answer);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StreamPosition> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default) =>
        AskAsync(new HeadRequest(group), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default) =>
        AskAsync(new EraseRequest(group, offset), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<HistoryPage> ReadAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var request = new ReadRequest(group, query, cancellationToken);
        return _reader!.TryAdd(request)
            ? await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false)
            : throw StoreErrors.Busy(_file.Path);
    }

    /// <summary>Writes everything that waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_sweeps is not null)
        {
            await _sweeps.DisposeAsync().ConfigureAwait(false);
        }

        if (_reader is not null)
        {
            _reader.Close();
            await _reader.Ended.ConfigureAwait(false);
        }

        _writer.Close();
        await _writer.Ended.ConfigureAwait(false);
        _file.Dispose();
    }

    internal ValueTask<bool> RunSqlAsync(string sql) => AskAsync(new SqlRequest(sql), CancellationToken.None);

    private async Task StartAsync(HistoryOptions options)
    {
        await _writer.Opened.ConfigureAwait(false);
        _reader = new HistoryReader(_file, options, _time);
        await _reader.Opened.ConfigureAwait(false);
        _sweeps = _time.CreateTimer(static store => ((SqliteHistoryStore)store!).Sweep(), this, _sweepInterval, _sweepInterval);
    }

    private async ValueTask<T> AskAsync<T>(AnsweredRequest<T> request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Add(request, HistoryOptions.PublicationOverhead);
        return await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Add(WriteRequest request, long cost)
    {
        if (!_writer.TryAdd(request, cost))
        {
            throw StoreErrors.Busy(_file.Path);
        }
    }

    private void Sweep()
    {
        try
        {
            _writer.TryAdd(new SweepRequest(), 0);
        }
        catch (ObjectDisposedException)
        {
            // It is being closed.
        }
    }
}
