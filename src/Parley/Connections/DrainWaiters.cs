namespace Parley;

/// <summary>Senders that wait until what they sent has drained. On the loop only.</summary>
internal sealed class DrainWaiters
{
    private readonly List<TaskCompletionSource> _waiters = [];

    public void Add(TaskCompletionSource waiter) => _waiters.Add(waiter);

    /// <summary>Lets every sender go on, or fail.</summary>
    public void Release(Exception? fault)
    {
        foreach (TaskCompletionSource waiter in _waiters)
        {
            if (fault is null)
            {
                waiter.TrySetResult();
            }
            else
            {
                waiter.TrySetException(fault);
            }
        }

        _waiters.Clear();
    }
}
