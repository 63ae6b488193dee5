using System.Buffers;

namespace Parley.Channels;

/// <summary>Reads the text of a <see cref="RoutePattern"/>.</summary>
internal static class RoutePatternReader
{
    private static readonly SearchValues<char> _noNames = SearchValues.Create("?*/() ");

    /// <exception cref="ArgumentException">The pattern can't be read; the message says why.</exception>
    public static List<RouteSegment> Read(string pattern)
    {
        if (!pattern.StartsWith('/'))
        {
            throw Fault(pattern, "it must start with a slash");
        }

        List<RouteSegment> segments = [];
        HashSet<string> names = [];
        foreach (string text in Split(pattern))
        {
            if (segments is [.., { IsCatchAll: true }])
            {
                throw Fault(pattern, "nothing can follow a parameter that takes the rest of the path");
            }

            RouteSegment segment = ReadSegment(pattern, text);
            if (segment.Name is { } name && !names.Add(name))
            {
                throw Fault(pattern, $"it has two parameters called '{name}'");
            }

            segments.Add(segment);
        }

        return segments;
    }

    // A slash inside a parameter, such as in a regular expression, belongs to it.
    private static List<string> Split(string pattern)
    {
        List<string> segments = [];
        int start = 1;
        int depth = 0;
        for (int i = 1; i < pattern.Length; i++)
        {
            if (pattern[i] is '{' or '}' && i + 1 < pattern.Length && pattern[i + 1] == pattern[i])
            {
                i++;
            }
            else if (pattern[i] is '{' or '}')
            {
                depth += pattern[i] == '{' ? 1 : -1;
            }
            else if (pattern[i] == '/' && depth == 0)
            {
                segments.Add(pattern[start..i]);
                start = i + 1;
            }
        }

        if (start < pattern.Length)
        {
            segments.Add(pattern[start..]);
        }

        return segments;
    }

    private static RouteSegment ReadSegment(string pattern, string text)
    {
        bool isParameter = text.StartsWith('{') && !text.StartsWith("{{", StringComparison.Ordinal);
        string inner = isParameter && text.EndsWith('}') ? text[1..^1] : text;
        string plain = inner.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
        if (plain.AsSpan().ContainsAny('{', '}') || (isParameter && inner.Length is 0))
        {
            throw Fault(pattern, $"'{text}' must be a whole segment like {{name}}, or text whose braces are doubled");
        }

        string unescaped = inner
            .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
        return isParameter ? ReadParameter(pattern, unescaped) : new RouteSegment(unescaped);
    }

    private static RouteSegment ReadParameter(string pattern, string text)
    {
        bool isCatchAll = text.StartsWith('*');
        string rest = text.TrimStart('*');
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? rest : rest[..colon];
        if (name.EndsWith('?') || name.Contains('=', StringComparison.Ordinal))
        {
            throw Fault(pattern, $"'{name}' can't be optional; map a second pattern without it");
        }

        if (name.Length == 0 || name.AsSpan().ContainsAny(_noNames))
        {
            throw Fault(pattern, $"'{name}' is no name of a parameter");
        }

        RouteConstraint[] constraints = [.. colon < 0 ? [] : ReadConstraints(pattern, rest[(colon + 1)..])];
        return new RouteSegment(name, constraints) { IsCatchAll = isCatchAll };
    }

    private static IEnumerable<RouteConstraint> ReadConstraints(string pattern, string text)
    {
        while (text.Length > 0)
        {
            int length = LengthOfFirst(text);
            string constraint = text[..length];
            text = length < text.Length ? text[(length + 1)..] : "";
            RouteConstraint read;
            try
            {
                read = RouteConstraint.Read(constraint);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                throw Fault(pattern, exception.Message, exception);
            }

            yield return read;
        }
    }

    // A constraint's arguments end with a parenthesis that a colon or nothing follows: others are a regular expression's.
    private static int LengthOfFirst(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (open >= 0 && (colon < 0 || open < colon))
        {
            int end = text.IndexOf("):", open, StringComparison.Ordinal);
            return end < 0 ? text.Length : end + 1;
        }

        return colon < 0 ? text.Length : colon;
    }

    private static ArgumentException Fault(string pattern, string what, Exception? inner = null) =>
        new($"The route '{pattern}' can't be read: {what}.", nameof(pattern), inner);
}
