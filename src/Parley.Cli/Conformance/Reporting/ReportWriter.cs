namespace Parley.Cli.Conformance;

/// <summary>Tells results on the console, and writes the files that were asked for.</summary>
/// <param name="json">A file for JSON, or null.</param>
/// <param name="html">A file for a page, or null.</param>
internal sealed class ReportWriter(string? json, string? html)
{
    /// <summary>Writes the files, and prints what was not OK and the tally.</summary>
    /// <returns>The exit status: 1 if a case failed.</returns>
    public async Task<int> WriteAsync(string peer, IReadOnlyList<CaseResult> results)
    {
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonReport.Write(peer, results));
        }

        if (html is not null)
        {
            await File.WriteAllTextAsync(html, HtmlReport.Write(peer, results));
        }

        foreach (CaseResult result in results.Where(static result => result.Outcome is CaseOutcome.Failed or CaseOutcome.NonStrict))
        {
            await Console.Out.WriteLineAsync($"{result.Id,-8} {result.OutcomeName}: {result.Title}\n         Expected: {result.Expectation}\n         {result.Seen}");
        }

        await Console.Out.WriteLineAsync($"{peer}: {results.Count} cases, {Tally(results)}");
        return results.Any(static result => result.Outcome == CaseOutcome.Failed) ? 1 : 0;
    }

    private static string Tally(IReadOnlyList<CaseResult> results) => string.Join(
        ", ",
        Enum.GetValues<CaseOutcome>().Select(outcome => $"{results.Count(result => result.Outcome == outcome)} {CaseResult.NameOf(outcome)}"));
}
