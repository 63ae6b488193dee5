using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Parley.Channels.Sqlite;

/// <summary>
/// The one thread that writes. It takes what has gathered while the last transaction went to disk, and writes it as one:
/// so a disk that syncs a thousand times a second takes far more than a thousand publications.
/// </summary>
internal sealed class HistoryWriter
{
    private const int MaxBatch = 2000;
    private const long MaxBatchBytes = 4 * 1024 * 1024;

    private readonly WorkQueue<WriteRequest> _queue;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StoreFile _file;
    private readonly HistoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _isUndone;

    public HistoryWriter(StoreFile file, HistoryOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new WorkQueue<WriteRequest>(options.MaxWaitingBytes);
        new Thread(Run) { Name = "parley history writer", IsBackground = true }.Start();
    }

    /// <summary>Completes when the file is open, or can't be opened.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Completes when everything is written and the file is closed.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc cref="WorkQueue{T}.TryAdd"/>
    public bool TryAdd(WriteRequest request, long cost) => _queue.TryAdd(request, cost);

    /// <summary>Takes no more requests, and ends when those that wait are done.</summary>
    public void Close() => _queue.Close();

    private void Run()
    {
        try
        {
            using SqliteConnection connection = _file.OpenForWriting(_logger);
            using (var tables = new StoreTables(connection, _file, _options))
            {
                _opened.SetResult();
                Work(tables);
            }

            Finish(connection);
        }
        catch (Exception exception)
        {
            HistoryException known = StoreErrors.Of(_file.Path, exception);
            _opened.TrySetException(known);
            _queue.Refuse(request => request.Fail(known));
        }

        _queue.Dispose();
        _ended.SetResult();
    }

    private void Work(StoreTables tables)
    {
        var batch = new List<WriteRequest>();
        while (_queue.Take(batch, MaxBatch, MaxBatchBytes))
        {
            Write(tables, batch);
            batch.Clear();
        }
    }

    private void Write(StoreTables tables, List<WriteRequest> batch)
    {
        try
        {
            if (_isUndone)
            {
                tables.RollBack();
                _isUndone = false;
            }

            tables.Begin(_time.GetUtcNow());
            foreach (WriteRequest request in batch)
            {
                request.Execute(tables);
            }

            tables.Commit();
        }
        catch (Exception exception)
        {
            Undo(tables, batch, StoreErrors.Of(_file.Path, exception));
            return;
        }

        foreach (WriteRequest request in batch)
        {
            request.Complete();
        }

        GoOnTrimming(tables);
    }

    // Nobody has heard of any of it, and the offsets go to others.
    private void Undo(StoreTables tables, List<WriteRequest> batch, HistoryException exception)
    {
        _isUndone = true;
        try
        {
            tables.RollBack();
            _isUndone = false;
        }
        catch (SqliteException)
        {
            // The next batch tries again, and says what is wrong if it is still so.
        }

        Log.WritingFailed(_logger, batch.Count, exception);
        foreach (WriteRequest request in batch)
        {
            request.Fail(exception);
        }
    }

    private void GoOnTrimming(StoreTables tables)
    {
        if (tables.HasOld)
        {
            try
            {
                _queue.TryAdd(new SweepRequest(), 0);
            }
            catch (ObjectDisposedException)
            {
                // What is too old can go when the store is opened again.
            }
        }
    }

    // What is committed is safe already: this only leaves one file instead of two.
    private void Finish(SqliteConnection connection)
    {
        try
        {
            StoreSchema.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException exception)
        {
            Log.WritingFailed(_logger, 0, exception);
        }
    }
}
