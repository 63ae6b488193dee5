using System.Collections;

namespace Parley.Channels;

/// <summary>A list with one more at its end, without a copy.</summary>
internal sealed class ListAndOne<T>(IReadOnlyList<T> list, T one) : IReadOnlyList<T>
{
    public int Count => list.Count + 1;

    public T this[int index] => index == list.Count ? one : list[index];

    public IEnumerator<T> GetEnumerator() => list.Append(one).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
