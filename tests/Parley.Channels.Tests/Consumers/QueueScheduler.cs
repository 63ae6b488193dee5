namespace Parley.Channels.Tests.Consumers;

/// <summary>A pool whose one thread is the test's own, when the test says so.</summary>
internal sealed class QueueScheduler : LoopScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _items = new();

    public int Count => _items.Count;

    public override void Schedule(IThreadPoolWorkItem item) => _items.Enqueue(item);

    public void RunOne() => _items.Dequeue().Execute();
}
