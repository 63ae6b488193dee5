namespace Parley.Cli.Bench;

/// <summary>Runs a mixed load, and reports.</summary>
internal static class MixedBench
{
    public static async Task<long> RunAsync(MixedSettings settings, CancellationToken cancellationToken)
    {
        var run = new MixedRun(settings, ObservedProcess.Find(settings.Pid), Console.Out.WriteLine);
        MixedReport report = await run.RunAsync(cancellationToken);
        await Console.Out.WriteLineAsync(report.ToString());
        await BenchJson.WriteAsync(settings.JsonFile, report);
        return report.Errors;
    }
}
