using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>
/// A path with parameters, such as <c>/room/{group}/</c>, written as ASP.NET Core writes them. Letters are compared exactly;
/// a slash at the end may be there or not.
/// </summary>
/// <remarks>
/// A parameter takes one segment of the path, which must not be empty. Behind its name it may have constraints:
/// <c>{id:int}</c>, <c>{name:length(1,20)}</c>, <c>{code:alpha:minlength(2)}</c>, <c>{day:regex(^\d\d$)}</c>. There are
/// <c>int</c>, <c>long</c>, <c>double</c>, <c>decimal</c>, <c>bool</c>, <c>guid</c>, <c>alpha</c>, <c>min</c>, <c>max</c>,
/// <c>range</c>, <c>length</c>, <c>minlength</c>, <c>maxlength</c> and <c>regex</c>. The last parameter may take the rest of
/// the path, which may be empty: <c>/files/{*path}</c>. A brace that is meant as such is written twice.
/// </remarks>
public sealed class RoutePattern
{
    private static readonly IReadOnlyDictionary<string, string> _noValues = new Dictionary<string, string>();

    private readonly RouteSegment[] _segments;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern; it starts with a slash.</param>
    /// <exception cref="ArgumentException">The pattern can't be read; the message says why.</exception>
    public RoutePattern(string pattern)
    {
        Text = pattern;
        _segments = [.. RoutePatternReader.Read(pattern)];
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>What decides which paths match, whatever the parameters are called.</summary>
    internal string Shape => string.Join('/', _segments.Select(static segment => segment.Shape));

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">The path, percent-encoded, without the query.</param>
    /// <param name="values">The parameters' values, decoded.</param>
    public bool TryMatch(string path, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values) =>
        TryMatch(new RoutePath(path), out values);

    internal bool TryMatch(RoutePath path, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        bool takesRest = _segments is [.., { IsCatchAll: true }];
        if (takesRest ? path.Count < _segments.Length - 1 : path.Count != _segments.Length)
        {
            return false;
        }

        Dictionary<string, string>? found = null;
        for (int i = 0; i < _segments.Length; i++)
        {
            RouteSegment segment = _segments[i];
            string value = segment.IsCatchAll ? path.From(i) : path[i];
            if (!segment.Takes(value))
            {
                return false;
            }

            if (segment.Name is { } name)
            {
                (found ??= [])[name] = value;
            }
        }

        values = found ?? _noValues;
        return true;
    }

    /// <summary>Below zero if this is tried before another, because it says more exactly what it takes.</summary>
    internal int CompareTo(RoutePattern other)
    {
        int common = Math.Min(_segments.Length, other._segments.Length);
        for (int i = 0; i < common; i++)
        {
            int difference = _segments[i].Vagueness - other._segments[i].Vagueness;
            if (difference != 0)
            {
                return difference;
            }
        }

        return _segments.Length - other._segments.Length;
    }
}
