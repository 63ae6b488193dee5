using System.Diagnostics.CodeAnalysis;

namespace Parley;

/// <summary>
/// What gives a <see cref="PoolLoop"/> a thread to run on, and code that may block. It is the only way from this library to the thread pool, so
/// that replacing it replaces every place where time and chance decide what runs next.
/// </summary>
public abstract class LoopScheduler
{
    /// <summary>The runtime's thread pool.</summary>
    public static LoopScheduler ThreadPool { get; } = new ThreadPoolScheduler();

    /// <summary>Runs a work item once, soon, on some thread.</summary>
    /// <param name="item">The work item.</param>
    public abstract void Schedule(IThreadPoolWorkItem item);

    private sealed class ThreadPoolScheduler : LoopScheduler
    {
        [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place that stands for the pool.")]
        public override void Schedule(IThreadPoolWorkItem item) =>
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }
}
