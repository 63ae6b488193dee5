using System.Text.RegularExpressions;
using Parley.Cli.Conformance.Cases;

namespace Parley.Cli.Conformance;

/// <summary>The cases, in the order of their numbers.</summary>
internal static class CaseList
{
    /// <summary>All 517 cases.</summary>
    /// <param name="messages">How many messages the cases of round trips and compression send.</param>
    public static IReadOnlyList<ConformanceCase> All(int messages) =>
    [
        .. FramingCases.All, .. BreachCases.All, .. FragmentCases.All, .. Utf8Cases.All, .. ClosingCases.All,
        .. LimitCases.All(messages), .. CompressionCases.All(messages),
    ];

    /// <summary>The cases that fit one of some patterns, such as <c>1.*</c> or <c>6.4.3</c>; all for no pattern.</summary>
    public static IReadOnlyList<ConformanceCase> Fitting(IReadOnlyList<ConformanceCase> cases, string patterns)
    {
        string[] wanted = patterns.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return wanted.Length == 0 ? cases : [.. cases.Where(tried => wanted.Any(pattern => Fits(tried.Id, pattern)))];
    }

    private static bool Fits(string id, string pattern) => Regex.IsMatch(
        id,
        "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.NonBacktracking);
}
