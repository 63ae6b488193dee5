using System.Text;

namespace Parley.Channels;

/// <summary>What the names of groups and of channels have in common.</summary>
internal static class NameRule
{
    private const int MaxBytes = 100;

    public static bool IsKeptBy(string value)
    {
        foreach (Rune rune in value.EnumerateRunes())
        {
            // A lone surrogate is read as U+FFFD, which nobody types.
            if (Rune.IsControl(rune) || rune.Value is '{' or '}' || rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return value.Length > 0 && Encoding.UTF8.GetByteCount(value) <= MaxBytes;
    }
}
