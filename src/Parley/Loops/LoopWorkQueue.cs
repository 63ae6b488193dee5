namespace Parley;

/// <summary>Work that waits for a loop, put in by any thread and taken out by one.</summary>
internal sealed class LoopWorkQueue
{
    private readonly Lock _lock = new();
    private List<LoopWork> _waiting = [];
    private List<LoopWork> _taken = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    public void Add(in LoopWork work)
    {
        lock (_lock)
        {
            _waiting.Add(work);
        }
    }

    /// <summary>Takes all that waits. What was taken before must have been done: its list is used again.</summary>
    public List<LoopWork> TakeAll()
    {
        _taken.Clear();
        lock (_lock)
        {
            (_waiting, _taken) = (_taken, _waiting);
        }

        return _taken;
    }
}
