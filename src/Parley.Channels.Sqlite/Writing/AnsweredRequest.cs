namespace Parley.Channels.Sqlite;

/// <summary>A request whose answer somebody waits for.</summary>
internal abstract class AnsweredRequest<T> : WriteRequest
{
    // Whoever waits goes on elsewhere: the writing thread writes and does nothing else.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HistoryException? _refusal;
    private T? _answer;

    public Task<T> Answer => _done.Task;

    public sealed override void Execute(StoreTables tables) => _answer = Work(tables);

    public sealed override void Complete()
    {
        if (_refusal is null)
        {
            _done.SetResult(_answer!);
        }
        else
        {
            _done.SetException(_refusal);
        }

        OnEnded();
    }

    public sealed override void Fail(Exception exception)
    {
        _done.SetException(exception);
        OnEnded();
    }

    protected abstract T Work(StoreTables tables);

    /// <summary>This request fails, and no other of the transaction.</summary>
    protected T Refuse(HistoryException exception)
    {
        _refusal = exception;
        return default!;
    }

    /// <summary>It has been answered.</summary>
    protected virtual void OnEnded()
    {
    }
}
