using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>The thread that reads, beside the one that writes: long pages hold no publication up.</summary>
internal sealed class HistoryReader
{
    private const int MaxWaiting = 10_000;
    private const int MaxBatch = 16;

    private readonly WorkQueue<ReadRequest> _queue = new(MaxWaiting);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StoreFile _file;
    private readonly HistoryOptions _options;
    private readonly TimeProvider _time;

    public HistoryReader(StoreFile file, HistoryOptions options, TimeProvider time)
    {
        _file = file;
        _options = options;
        _time = time;
        new Thread(Run) { Name = "parley history reader", IsBackground = true }.Start();
    }

    /// <summary>Completes when the file is open, or can't be opened.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Completes when everything is read and the file is closed.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc cref="WorkQueue{T}.TryAdd"/>
    public bool TryAdd(ReadRequest request) => _queue.TryAdd(request, 1);

    /// <summary>Takes no more requests, and ends when those that wait are done.</summary>
    public void Close() => _queue.Close();

    private void Run()
    {
        try
        {
            using SqliteConnection connection = _file.OpenForReading();
            using var reader = new PageReader(connection, _file, _options, _time);
            _opened.SetResult();
            Work(reader);
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

    private void Work(PageReader reader)
    {
        var batch = new List<ReadRequest>();
        while (_queue.Take(batch, MaxBatch, MaxBatch))
        {
            foreach (ReadRequest request in batch)
            {
                request.Execute(reader);
            }

            batch.Clear();
        }
    }
}
