using System.Collections;

namespace Parley.Channels.Generators;

/// <summary>
/// A list that equals another with the same items: what a step of the generator hands on must be comparable, or the
/// steps behind it run at every keystroke.
/// </summary>
internal readonly struct EquatableList<T>(T[] items) : IEquatable<EquatableList<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? _items = items;

    public int Count => _items?.Length ?? 0;

    public T this[int index] => _items![index];

    public bool Equals(EquatableList<T> other) => this.SequenceEqual(other);

    public override bool Equals(object? obj) => obj is EquatableList<T> other && Equals(other);

    public override int GetHashCode() => Count == 0 ? 0 : (Count * 31) + _items![0].GetHashCode();

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
