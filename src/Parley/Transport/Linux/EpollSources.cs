namespace Parley;

/// <summary>
/// What one loop watches, by key. A key that is given back is used again only after the events at hand, so that none of
/// them is taken for another's.
/// </summary>
internal sealed class EpollSources
{
    private readonly Stack<int> _free = [];
    private readonly List<int> _givenBack = [];
    private IEpollSource?[] _items = new IEpollSource?[64];
    private int _count;

    public IEpollSource? this[int key] => _items[key];

    public int Add(IEpollSource source)
    {
        if (!_free.TryPop(out int key))
        {
            key = _count++;
            if (key == _items.Length)
            {
                Array.Resize(ref _items, key * 2);
            }
        }

        _items[key] = source;
        return key;
    }

    public void Remove(int key)
    {
        _items[key] = null;
        _givenBack.Add(key);
    }

    /// <summary>The events at hand have been dealt with.</summary>
    public void Recycle()
    {
        foreach (int key in _givenBack)
        {
            _free.Push(key);
        }

        _givenBack.Clear();
    }
}
