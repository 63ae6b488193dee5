namespace Parley;

/// <summary>Somebody who waits until a connection takes more. Goes on where the scheduler says, never on the loop.</summary>
internal sealed class DrainWaiter(LoopScheduler scheduler) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _drained = new();
    private Exception? _fault;

    public Task Drained => _drained.Task;

    /// <summary>Lets it go on; with an exception if the connection has ended.</summary>
    public void Release(Exception? fault)
    {
        _fault = fault;
        scheduler.Schedule(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_fault is null)
        {
            _drained.SetResult();
        }
        else
        {
            _drained.SetException(_fault);
        }
    }
}
