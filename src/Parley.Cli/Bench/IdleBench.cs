namespace Parley.Cli.Bench;

/// <summary>Measures what silent connections cost, and reports.</summary>
internal static class IdleBench
{
    public static async Task<long> RunAsync(IdleSettings settings, CancellationToken cancellationToken)
    {
        if (settings.From >= settings.Connections)
        {
            throw new BenchException("--from takes less than --connections: the growth between the two is measured.");
        }

        var run = new IdleRun(settings, ObservedProcess.Find(settings.Pid));
        IdleReport report = await run.RunAsync(cancellationToken);
        await Console.Out.WriteLineAsync(report.ToString());
        await BenchJson.WriteAsync(settings.JsonFile, report);
        return report.Errors;
    }
}
