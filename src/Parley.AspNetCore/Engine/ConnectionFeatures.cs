using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.AspNetCore;

/// <summary>
/// A connection's features. There are few, and a dictionary of them would be the largest object that a silent
/// connection has.
/// </summary>
internal sealed class ConnectionFeatures : IFeatureCollection
{
    private const int FirstCapacity = 12;

    private KeyValuePair<Type, object>[] _items = new KeyValuePair<Type, object>[FirstCapacity];
    private int _count;

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get => Find(key) is var place and >= 0 ? _items[place].Value : null;
        set => Put(key, value);
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => Put(typeof(TFeature), instance);

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _items.Take(_count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(Type key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_items[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private void Put(Type key, object? value)
    {
        int place = Find(key);
        if (value is null)
        {
            if (place < 0)
            {
                return;
            }

            _items[place] = _items[--_count];
            _items[_count] = default;
        }
        else
        {
            if (place < 0)
            {
                place = _count++;
                if (place == _items.Length)
                {
                    Array.Resize(ref _items, place + 4);
                }
            }

            _items[place] = new KeyValuePair<Type, object>(key, value);
        }

        Revision++;
    }
}
