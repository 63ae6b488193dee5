namespace Parley.Channels.Redis;

/// <summary>An array, map, set, push or attribute whose parts are still coming. It grows with them.</summary>
internal sealed class RespAggregate(RespKind kind, int expected)
{
    private const int FirstCapacity = 16;

    private RespValue[] _items = new RespValue[Math.Min(expected, FirstCapacity)];
    private int _count;

    public RespKind Kind => kind;

    public bool IsWhole => _count == expected;

    public void Add(RespValue item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, (int)Math.Min(expected, _items.Length * 2L));
        }

        _items[_count++] = item;
    }

    public RespValue ToValue() => RespValue.OfItems(kind, _items);
}
