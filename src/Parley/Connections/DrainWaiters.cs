namespace Parley;

/// <summary>Those who wait until a connection takes more. On the loop.</summary>
internal sealed class DrainWaiters
{
    private readonly List<DrainWaiter> _waiters = [];

    public void Add(DrainWaiter waiter) => _waiters.Add(waiter);

    /// <summary>Lets all of them go on; with an exception if the connection has ended.</summary>
    public void Release(Exception? fault)
    {
        foreach (DrainWaiter waiter in _waiters)
        {
            waiter.Release(fault);
        }

        _waiters.Clear();
    }
}
