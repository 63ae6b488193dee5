namespace Parley.Channels;

/// <summary>
/// Lets in one at a time, in the order in which they came. Who has had to wait goes on where the scheduler says, not on
/// the thread of the one who was in before. Any thread may call any member.
/// </summary>
/// <param name="scheduler">Where those go on who have waited.</param>
internal sealed class AsyncTurn(LoopScheduler scheduler)
{
    private readonly Lock _lock = new();
    private readonly Queue<TurnWaiter> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits until it is the caller's turn, which ends with <see cref="Release"/>.</summary>
    /// <param name="cancellationToken">Stops the waiting; then it never is.</param>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TurnWaiter waiter;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return ValueTask.CompletedTask;
            }

            waiter = new TurnWaiter(scheduler);
            _waiting.Enqueue(waiter);
        }

        return waiter.WaitAsync(cancellationToken);
    }

    public void Release()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out TurnWaiter? next))
            {
                if (next.TryBegin())
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}
