using System.Globalization;
using System.Text;

namespace Parley.Cli.Connect;

/// <summary>
/// Makes what a peer sends harmless on a terminal: what would steer it, or change the order of what is read, is shown
/// instead of obeyed.
/// </summary>
internal static class VisibleText
{
    private const int PictureOffset = 0x2400;
    private const char DeletePicture = '\u2421';

    /// <summary>On one line: line ends are shown, too.</summary>
    public static string Line(string text) => Show(text, keepsLineEnds: false);

    /// <summary>Over several lines, as our own formatting has made it.</summary>
    public static string Lines(string text) => Show(text, keepsLineEnds: true);

    private static string Show(string text, bool keepsLineEnds)
    {
        // Nearly everything is harmless, and stays as it is.
        int first = 0;
        while (first < text.Length && !MayHarm(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (Rune rune in text.AsSpan(first).EnumerateRunes())
        {
            Append(shown, rune, keepsLineEnds);
        }

        return shown.ToString();
    }

    // All characters of tags and of music lie beyond the first plane, so both halves of a pair are looked at more closely.
    private static bool MayHarm(char character) => char.IsControl(character) || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character)
            is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Append(StringBuilder shown, Rune rune, bool keepsLineEnds)
    {
        switch (rune.Value)
        {
            case '\n' when keepsLineEnds:
                shown.Append('\n');
                break;
            case < ' ':
                shown.Append((char)(PictureOffset + rune.Value));
                break;
            case 0x7f:
                shown.Append(DeletePicture);
                break;
            // Joiners are part of words and of emoji, and do nothing else.
            case 0x200c or 0x200d:
                shown.Append(rune);
                break;
            default:
                _ = Steers(Rune.GetUnicodeCategory(rune))
                    ? shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>")
                    : shown.Append(rune);
                break;
        }
    }

    // The controls of ISO 6429's second set, marks that turn the direction of writing, lines and paragraphs of Unicode.
    private static bool Steers(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
