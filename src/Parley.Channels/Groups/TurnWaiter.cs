namespace Parley.Channels;

/// <summary>Somebody who waits for an <see cref="AsyncTurn"/>: it comes, or is given up, whichever is first.</summary>
internal sealed class TurnWaiter(LoopScheduler scheduler) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _end = new();
    private CancellationToken _cancellation;
    private int _hasEnded;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static waiter => ((TurnWaiter)waiter!).TryEnd(), this);
        await _end.Task.ConfigureAwait(false);
    }

    /// <summary>It is the waiter's turn. False if it has given up.</summary>
    public bool TryBegin()
    {
        bool isFirst = Interlocked.CompareExchange(ref _hasEnded, 1, 0) == 0;
        if (isFirst)
        {
            scheduler.Schedule(this);
        }

        return isFirst;
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (Volatile.Read(ref _hasEnded) == 1)
        {
            _end.SetResult();
        }
        else
        {
            _end.SetCanceled(_cancellation);
        }
    }

    private void TryEnd()
    {
        if (Interlocked.CompareExchange(ref _hasEnded, 2, 0) == 0)
        {
            scheduler.Schedule(this);
        }
    }
}
