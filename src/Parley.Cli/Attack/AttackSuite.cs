using System.IO.Enumeration;

namespace Parley.Cli;

/// <summary>Every attack there is.</summary>
internal static class AttackSuite
{
    public static IReadOnlyList<AttackCase> All { get; } =
    [
        .. FrameAttacks.Cases, .. FloodAttacks.Cases, .. DeflateAttacks.Cases,
        .. HandshakeAttacks.Cases, .. HeaderAttacks.Cases, .. OriginAttacks.Cases,
    ];

    /// <summary>Picks attacks by name.</summary>
    /// <param name="patterns">Names, in which <c>*</c> stands for anything, with commas between them.</param>
    /// <exception cref="AttackException">One of them means none.</exception>
    public static IReadOnlyList<AttackCase> Pick(string patterns)
    {
        string[] all = patterns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string pattern in all.DefaultIfEmpty(""))
        {
            if (!All.Any(attack => Means(pattern, attack)))
            {
                throw new AttackException($"no attack is named '{pattern}'. --list shows their names.");
            }
        }

        return [.. All.Where(attack => all.Any(pattern => Means(pattern, attack)))];
    }

    private static bool Means(string pattern, AttackCase attack) =>
        FileSystemName.MatchesSimpleExpression(pattern, attack.Name);
}
