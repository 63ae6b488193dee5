using System.Net;
using System.Reflection;

namespace Parley.Cli.Conformance;

/// <summary>Results as one page: a matrix of cases, and each case's frames on click. It needs no network.</summary>
internal static class HtmlReport
{
    private const string Template = "Parley.Cli.Conformance.report.html";

    /// <summary>The page.</summary>
    public static string Write(string peer, IReadOnlyList<CaseResult> results)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Template)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{{peer}}", WebUtility.HtmlEncode(peer), StringComparison.Ordinal)
            .Replace("{{report}}", JsonReport.WriteForPage(peer, results), StringComparison.Ordinal);
    }
}
