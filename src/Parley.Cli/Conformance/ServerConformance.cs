namespace Parley.Cli.Conformance;

/// <summary>Runs <c>parley conformance server</c>.</summary>
internal static class ServerConformance
{
    public static async Task<int> RunAsync(
        Uri uri,
        ClientTlsOptions tls,
        IReadOnlyList<ConformanceCase> cases,
        CaseRunner runner,
        int atOnce,
        ReportWriter report,
        CancellationToken cancellationToken)
    {
        if (cases.Count == 0)
        {
            await Console.Error.WriteLineAsync("parley: no case fits --cases. Numbers look like 6.4.3, with * for any: 6.*");
            return 1;
        }

        var server = new ServerUnderTest(uri, tls, runner);
        var progress = new ProgressBar(cases.Count);
        var results = new CaseResult[cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        int done = 0;
        try
        {
            await Parallel.ForAsync(0, cases.Count, options, async (i, token) =>
            {
                results[i] = await server.RunAsync(cases[i], token);
                progress.Show(Interlocked.Increment(ref done), cases[i].Id);
            });
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"parley: {exception.Message}");
            return 1;
        }

        return await report.WriteAsync(uri.ToString(), results);
    }
}
