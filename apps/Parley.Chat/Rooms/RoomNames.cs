using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>What rooms are called, by people and by addresses.</summary>
internal static class RoomNames
{
    public const int MaxTitle = 60;

    private const int MaxId = 60;
    private const int HashLength = 6;
    private const string GroupPrefix = "room.";

    /// <summary>The group that tells of rooms.</summary>
    public static GroupName Directory { get; } = new("chat.rooms");

    /// <summary>A room's group.</summary>
    public static GroupName GroupOf(string id) => new(GroupPrefix + id);

    /// <summary>The room that a group belongs to; null if to none.</summary>
    public static string? IdOf(GroupName group) =>
        group.Value.StartsWith(GroupPrefix, StringComparison.Ordinal) ? group.Value[GroupPrefix.Length..] : null;

    /// <summary>Whether a text can be a room's id.</summary>
    public static bool IsId(string? id) =>
        id is { Length: >= 1 and <= MaxId } && id.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>A title without spaces around it; null if it can't be one.</summary>
    public static string? CleanTitle(string? title)
    {
        string clean = title?.Trim() ?? "";
        int length = 0;
        foreach (Rune rune in clean.EnumerateRunes())
        {
            length++;
            if (rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value != 0x200D))
            {
                return null;
            }
        }

        return length is >= 1 and <= MaxTitle ? clean : null;
    }

    /// <summary>The id of a room with this title: the same for the same title. What has no place in it becomes a short hash.</summary>
    public static string IdFor(string title)
    {
        var id = new StringBuilder();
        bool isWhole = true;
        foreach (char letter in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                id.Append(letter);
                continue;
            }

            isWhole &= letter is ' ' or '-' or '_';
            if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        string words = id.ToString().Trim('-');
        if (isWhole && words.Length is > 0 and <= MaxId)
        {
            return words;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..HashLength];
        int room = Math.Min(words.Length, MaxId - HashLength - 1);
        return words.Length == 0 ? $"room-{hash}" : $"{words[..room].TrimEnd('-')}-{hash}";
    }
}
