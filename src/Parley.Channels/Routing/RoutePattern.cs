using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>
/// A path with parameters, such as <c>/room/{group}/</c>. A parameter takes one segment of the path, which must not be
/// empty. Letters are compared exactly; a slash at the end may be there or not.
/// </summary>
public sealed class RoutePattern
{
    private static readonly IReadOnlyDictionary<string, string> _noValues = new Dictionary<string, string>();

    private readonly string[] _segments;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern; it starts with a slash.</param>
    /// <exception cref="ArgumentException">The pattern can't be read; the message says why.</exception>
    public RoutePattern(string pattern)
    {
        if (!pattern.StartsWith('/'))
        {
            throw new ArgumentException($"A route must start with a slash, and '{pattern}' does not.", nameof(pattern));
        }

        Text = pattern;
        _segments = Split(pattern);
        HashSet<string> names = [];
        foreach (string segment in _segments)
        {
            if (segment.AsSpan().ContainsAny('{', '}') && !(IsParameter(segment) && names.Add(segment)))
            {
                throw new ArgumentException(
                    $"'{segment}' in the route '{pattern}' must be a whole segment like {{name}}, and each name once.",
                    nameof(pattern));
            }
        }
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">The path, percent-encoded, without the query.</param>
    /// <param name="values">The parameters' values, decoded.</param>
    public bool TryMatch(string path, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        string[] segments = Split(path);
        if (segments.Length != _segments.Length)
        {
            return false;
        }

        Dictionary<string, string>? found = null;
        for (int i = 0; i < segments.Length; i++)
        {
            string segment = Uri.UnescapeDataString(segments[i]);
            if (IsParameter(_segments[i]) && segment.Length > 0)
            {
                (found ??= [])[_segments[i][1..^1]] = segment;
            }
            else if (segment != _segments[i])
            {
                return false;
            }
        }

        values = found ?? _noValues;
        return true;
    }

    private static bool IsParameter(string segment) =>
        segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && !segment.AsSpan(1, segment.Length - 2).ContainsAny('{', '}');

    private static string[] Split(string path)
    {
        string inner = path[1..];
        return (inner.EndsWith('/') ? inner[..^1] : inner).Split('/');
    }
}
