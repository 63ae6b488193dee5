namespace Parley.Cli.Conformance;

/// <summary>Runs <c>parley conformance server</c>.</summary>
internal static class ServerConformance
{
    public static async Task<int> RunAsync(
        Uri uri, IReadOnlyList<ConformanceCase> cases, CaseRunner runner, ReportWriter report, CancellationToken cancellationToken)
    {
        if (cases.Count == 0)
        {
            await Console.Error.WriteLineAsync("parley: no case fits --cases. Numbers look like 6.4.3, with * for any: 6.*");
            return 1;
        }

        var server = new ServerUnderTest(uri, runner);
        var progress = new ProgressBar(cases.Count);
        List<CaseResult> results = [];
        try
        {
            foreach (ConformanceCase tried in cases)
            {
                progress.Show(results.Count, tried.Id);
                results.Add(await server.RunAsync(tried, cancellationToken));
            }
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"parley: {exception.Message}");
            return 1;
        }

        progress.Show(results.Count, "");
        return await report.WriteAsync(uri.ToString(), results);
    }
}
