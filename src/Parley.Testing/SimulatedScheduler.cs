using System.Collections.Concurrent;

namespace Parley.Testing;

/// <summary>
/// Stands for the thread pool in a simulation: what would go on there waits until a test lets it, on the test's thread.
/// Any thread may schedule; everything else is for one thread at a time.
/// </summary>
public sealed class SimulatedScheduler : LoopScheduler
{
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _items = new();

    /// <summary>How many work items wait.</summary>
    public int WaitingCount => _items.Count;

    /// <inheritdoc/>
    public override void Schedule(IThreadPoolWorkItem item) => _items.Enqueue(item);

    /// <summary>Runs the work item that has waited longest.</summary>
    /// <returns>False if there is none.</returns>
    public bool RunOne()
    {
        using NoContext none = NoContext.Enter();
        bool isThere = _items.TryDequeue(out IThreadPoolWorkItem? item);
        item?.Execute();
        return isThere;
    }
}
