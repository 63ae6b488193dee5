using System.Collections;
using System.Text;

namespace Parley.Protocol;

/// <summary>
/// The header fields of a request or a response, in the order they came. Names are compared without regard to case
/// (RFC 9110 section 5.1). The strings are made when they are asked for.
/// </summary>
public sealed class HeaderFields : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly byte[] _head;
    private readonly HeaderFieldRange[] _ranges;

    internal HeaderFields(byte[] head, HeaderFieldRange[] ranges)
    {
        _head = head;
        _ranges = ranges;
    }

    /// <inheritdoc/>
    public int Count => _ranges.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => new(Text(_ranges[index].Name), Text(_ranges[index].Value));

    /// <summary>The values of all fields of a name, joined with ", " (RFC 9110 section 5.3); null without any.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public string? this[string name]
    {
        get
        {
            StringBuilder? joined = null;
            string? first = null;
            foreach (HeaderFieldRange range in _ranges)
            {
                if (!Is(range, name))
                {
                    continue;
                }

                if (first is null)
                {
                    first = Text(range.Value);
                }
                else
                {
                    joined ??= new StringBuilder(first);
                    joined.Append(", ").Append(Text(range.Value));
                }
            }

            return joined?.ToString() ?? first;
        }
    }

    /// <summary>Whether every value is one that <see cref="HeadParser"/> would have let pass.</summary>
    internal bool AreValuesGood
    {
        get
        {
            foreach (HeaderFieldRange range in _ranges)
            {
                if (!HeadParser.IsFieldValue(_head.AsSpan(range.Value)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>How many fields bear a name.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public int CountOf(string name)
    {
        int count = 0;
        foreach (HeaderFieldRange range in _ranges)
        {
            count += Is(range, name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether a comma-separated list has a token, in any of the fields of a name and in any case.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <param name="token">The token looked for.</param>
    public bool HasToken(string name, string token)
    {
        foreach (HeaderFieldRange range in _ranges)
        {
            if (Is(range, name) && ListHas(_head.AsSpan(range.Value), token))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int i = 0; i < _ranges.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool ListHas(ReadOnlySpan<byte> list, string token)
    {
        foreach (Range part in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[part].Trim(" \t"u8), token))
            {
                return true;
            }
        }

        return false;
    }

    private bool Is(HeaderFieldRange range, string name) => Ascii.EqualsIgnoreCase(_head.AsSpan(range.Name), name);

    private string Text(Range range) => Encoding.UTF8.GetString(_head.AsSpan(range));
}
