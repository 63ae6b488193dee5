using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat;

/// <summary>What people may call themselves, and how guests are told apart.</summary>
internal sealed class GuestNames(ChatSettings settings)
{
    public const int MaxLength = 40;

    private const int TagLength = 8;
    private const string TagLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly HashSet<string> _reserved = new(settings.ReservedNames.Select(Folded), StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a tag that nobody has.</summary>
    public static string NewTag() => RandomNumberGenerator.GetString(TagLetters, TagLength);

    /// <summary>What is wrong with a guest's name; null if nothing is.</summary>
    public string? Check(string? name)
    {
        if (Clean(name) is not { } clean)
        {
            return $"A name has 1 to {MaxLength} characters, and none that can't be seen.";
        }

        return _reserved.Contains(Folded(clean)) ? $"{clean} is a reserved name. Choose another one." : null;
    }

    /// <summary>A name without spaces around it; null if it can't be a name.</summary>
    public static string? Clean(string? name)
    {
        string clean = name?.Trim() ?? "";
        int length = 0;
        foreach (Rune rune in clean.EnumerateRunes())
        {
            // Half a surrogate pair is enumerated as U+FFFD.
            if (rune == Rune.ReplacementChar || IsHidden(rune))
            {
                return null;
            }

            length++;
        }

        return length is >= 1 and <= MaxLength ? clean : null;
    }

    // Signs of direction would let a name write over what stands beside it. Emoji need the joiner U+200D.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.Format => rune.Value is not 0x200D,
        _ => false,
    };

    // Letters and digits alone count, so that a space or a dot more makes no other name.
    private static string Folded(string name) => string.Concat(name.Where(char.IsLetterOrDigit)) is { Length: > 0 } letters
        ? letters.ToUpperInvariant()
        : name;
}
