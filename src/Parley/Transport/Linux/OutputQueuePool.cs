namespace Parley;

/// <summary>A loop's spare queues, so that a connection which has to wait for a moment makes no garbage.</summary>
internal sealed class OutputQueuePool
{
    private const int MaxSpare = 256;

    private readonly Stack<OutputQueue> _spare = [];

    public OutputQueue Rent() => _spare.TryPop(out OutputQueue? queue) ? queue : new OutputQueue();

    public void Return(OutputQueue queue)
    {
        queue.Clear();
        if (_spare.Count < MaxSpare)
        {
            _spare.Push(queue);
        }
    }
}
