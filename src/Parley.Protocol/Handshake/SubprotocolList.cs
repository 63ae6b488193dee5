using System.Diagnostics.CodeAnalysis;

namespace Parley.Protocol;

/// <summary>Reads <c>Sec-WebSocket-Protocol</c>: a list of distinct tokens (RFC 6455 section 4.1, item 10).</summary>
public static class SubprotocolList
{
    /// <summary>Reads the value of the field, or of several such fields joined with commas.</summary>
    /// <param name="text">The value.</param>
    /// <param name="subprotocols">The names in the client's order of preference, case kept.</param>
    /// <returns>False if a name is no token or stands twice, or if there is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<string>? subprotocols)
    {
        List<string> names = [];
        HashSet<string> seen = [];
        subprotocols = null;
        foreach (Range part in text.AsSpan().Split(','))
        {
            ReadOnlySpan<char> name = text.AsSpan(part).Trim(" \t");
            ParsingSteps.Add(part.End.Value - part.Start.Value + 1);
            if (name.IsEmpty)
            {
                continue;
            }

            if (!HttpSyntax.IsToken(name) || !seen.Add(name.ToString()))
            {
                return false;
            }

            names.Add(name.ToString());
        }

        subprotocols = names;
        return names.Count > 0;
    }

    /// <summary>The first name the client offered that the server supports, or null.</summary>
    /// <param name="offered">What the client offered, in its order of preference.</param>
    /// <param name="supported">What the server supports.</param>
    public static string? Select(IReadOnlyList<string> offered, IReadOnlyCollection<string> supported)
    {
        foreach (string name in offered)
        {
            if (supported.Contains(name))
            {
                return name;
            }
        }

        return null;
    }
}
