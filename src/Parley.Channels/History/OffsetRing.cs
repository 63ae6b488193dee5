namespace Parley.Channels;

/// <summary>Items under offsets that follow each other, added at the newer end and taken away at the older.</summary>
internal sealed class OffsetRing<T>
    where T : class
{
    private const int FirstCapacity = 4;

    private T?[] _items = [];
    private int _start;

    /// <summary>The offset of the oldest item; if there is none, the offset that the next one gets.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The offset of the newest item there has ever been.</summary>
    public long Last => First + Count - 1;

    public int Count { get; private set; }

    public T this[long offset] => _items[Index(checked((int)(offset - First)))]!;

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[Index(Count)] = item;
        Count++;
    }

    public T TakeFirst()
    {
        T item = _items[_start]!;
        _items[_start] = null;
        _start = Index(1);
        First++;
        Count--;
        return item;
    }

    private int Index(int distance) => (_start + distance) % _items.Length;

    private void Grow()
    {
        var larger = new T?[Math.Max(FirstCapacity, 2 * _items.Length)];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _items[Index(i)];
        }

        _items = larger;
        _start = 0;
    }
}
