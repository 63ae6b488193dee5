using System.Buffers;

namespace Parley.Channels.Redis;

/// <summary>Which names Django Channels takes, in ASCII: what its expressions let through beyond that is not relied on.</summary>
internal static class DjangoNames
{
    /// <summary>The rule for groups in a sentence.</summary>
    public const string GroupRule =
        "A group's name for Django is 1 to 99 ASCII letters, digits, hyphens, underscores and periods.";

    /// <summary>The rule for channels in a sentence.</summary>
    public const string ChannelRule =
        "A channel's name for Django is 1 to 99 ASCII letters, digits, hyphens, underscores and periods, "
        + "with at most one ! after the first of them.";

    private const int MaxLength = 99;

    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsGroup(string name) => name.Length <= MaxLength && IsPlain(name) && name.Length > 0;

    public static bool IsChannel(string name)
    {
        int mark = name.IndexOf('!', StringComparison.Ordinal);
        return name.Length <= MaxLength
            && (mark < 0 ? name.Length > 0 && IsPlain(name) : mark > 0 && IsPlain(name.AsSpan(0, mark)) && IsPlain(name.AsSpan(mark + 1)));
    }

    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static string RequireGroup(string name) => IsGroup(name)
        ? name
        : throw new ArgumentException($"{GroupRule} '{name}' is not.", nameof(name));

    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static string RequireChannel(string name) => IsChannel(name)
        ? name
        : throw new ArgumentException($"{ChannelRule} '{name}' is not.", nameof(name));

    /// <summary>What a process is known by: the name up to its <c>!</c> and with it, or all of it.</summary>
    public static string NonLocal(string channel) =>
        channel[..(channel.IndexOf('!', StringComparison.Ordinal) is var mark and >= 0 ? mark + 1 : channel.Length)];

    /// <summary>Whether a channel lives in one process.</summary>
    public static bool IsProcessLocal(string channel) => channel.Contains('!', StringComparison.Ordinal);

    private static bool IsPlain(ReadOnlySpan<char> name) => !name.ContainsAnyExcept(_allowed);
}
