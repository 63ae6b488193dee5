namespace Parley.Cli.Bench;

/// <summary>Measures opening handshakes, and reports.</summary>
internal static class HandshakeBench
{
    public static async Task<long> RunAsync(HandshakeSettings settings, CancellationToken cancellationToken)
    {
        HandshakeReport report =
            await new HandshakeRun(settings, ObservedProcess.Find(settings.Pid)).RunAsync(cancellationToken);
        await Console.Out.WriteLineAsync(report.ToString());
        await BenchJson.WriteAsync(settings.JsonFile, report);
        return report.Errors;
    }
}
