namespace Parley;

/// <summary>The transports of one loop, each knowing its place, so that leaving costs nothing.</summary>
internal sealed class TransportList
{
    private readonly List<Transport> _items = [];

    public int Count => _items.Count;

    public void Add(Transport transport)
    {
        transport.LoopIndex = _items.Count;
        _items.Add(transport);
    }

    public void Remove(Transport transport)
    {
        int index = transport.LoopIndex;
        if (index < 0)
        {
            return;
        }

        Transport last = _items[^1];
        _items[index] = last;
        last.LoopIndex = index;
        _items.RemoveAt(_items.Count - 1);
        transport.LoopIndex = -1;
    }

    /// <summary>
    /// Visits each transport, last first: one that leaves meanwhile is replaced by one already visited. One whose visit
    /// fails is closed, and the others are visited.
    /// </summary>
    public void ForEach(Action<Transport, object?> visit, object? state)
    {
        for (int i = _items.Count - 1; i >= 0; i--)
        {
            if (i < _items.Count)
            {
                _items[i].Guard(visit, state);
            }
        }
    }
}
