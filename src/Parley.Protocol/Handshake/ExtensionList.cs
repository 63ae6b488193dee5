using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Protocol;

/// <summary>
/// Reads <c>Sec-WebSocket-Extensions</c> (RFC 6455 section 9.1): extensions separated by commas, each with parameters
/// after semicolons. Every character is looked at once.
/// </summary>
public static class ExtensionList
{
    /// <summary>Reads the value of the field, or of several such fields joined with commas.</summary>
    /// <param name="text">The value.</param>
    /// <param name="extensions">The extensions in order.</param>
    /// <returns>False if the text does not follow the grammar.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<ExtensionOffer>? extensions)
    {
        List<ExtensionOffer> found = [];
        int position = 0;
        extensions = null;
        do
        {
            // RFC 9110 section 5.6.1: empty elements of a list are ignored.
            SkipBlanks(text, ref position);
            if (position == text.Length || text[position] == ',')
            {
                continue;
            }

            if (!TryReadExtension(text, ref position, out ExtensionOffer? extension))
            {
                return false;
            }

            found.Add(extension);
        }
        while (TrySkip(text, ref position, ','));

        extensions = found;
        return position == text.Length && found.Count > 0;
    }

    private static bool TryReadExtension(
        string text, ref int position, [NotNullWhen(true)] out ExtensionOffer? extension)
    {
        extension = null;
        if (!TryReadToken(text, ref position, out string name))
        {
            return false;
        }

        List<KeyValuePair<string, string?>> parameters = [];
        while (TrySkip(text, ref position, ';'))
        {
            if (!TryReadParameter(text, ref position, out KeyValuePair<string, string?> parameter))
            {
                return false;
            }

            parameters.Add(parameter);
        }

        extension = new ExtensionOffer(name, parameters);
        return true;
    }

    private static bool TryReadParameter(string text, ref int position, out KeyValuePair<string, string?> parameter)
    {
        parameter = default;
        SkipBlanks(text, ref position);
        if (!TryReadToken(text, ref position, out string name))
        {
            return false;
        }

        string? value = null;
        if (TrySkip(text, ref position, '='))
        {
            SkipBlanks(text, ref position);
            bool quoted = position < text.Length && text[position] == '"';
            bool read = quoted ? TryReadQuoted(text, ref position, out value) : TryReadToken(text, ref position, out value);
            if (!read)
            {
                return false;
            }
        }

        parameter = new KeyValuePair<string, string?>(name, value);
        return true;
    }

    private static bool TryReadToken(string text, ref int position, out string token)
    {
        int start = position;
        while (position < text.Length && HttpSyntax.IsTokenCharacter(text[position]))
        {
            position++;
        }

        ParsingSteps.Add(position - start + 1);
        token = text[start..position];
        return position > start;
    }

    // RFC 6455 section 9.1: what a quoted value holds, once unescaped, must be a token as well.
    private static bool TryReadQuoted(string text, ref int position, out string? value)
    {
        var unescaped = new StringBuilder();
        for (position++; position < text.Length && text[position] != '"'; position++)
        {
            if (text[position] == '\\' && ++position == text.Length)
            {
                break;
            }

            ParsingSteps.Add(2);
            unescaped.Append(text[position]);
        }

        value = unescaped.ToString();
        bool closed = position < text.Length;
        position += closed ? 1 : 0;
        return closed && HttpSyntax.IsToken(value);
    }

    private static bool TrySkip(string text, ref int position, char separator)
    {
        SkipBlanks(text, ref position);
        if (position == text.Length || text[position] != separator)
        {
            return false;
        }

        ParsingSteps.Add(1);
        position++;
        return true;
    }

    private static void SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t')
        {
            ParsingSteps.Add(1);
            position++;
        }
    }
}
