namespace Parley.Cli.Bench;

/// <summary>Measures an echo or a broadcast, and reports.</summary>
internal static class LoadBench
{
    public static Task<long> EchoAsync(LoadSettings settings, CancellationToken cancellationToken)
    {
        var load = new Load(settings);
        LoadConnection[] connections = [.. Enumerable.Range(0, settings.Connections).Select(_ => new EchoConnection(load))];
        return RunAsync(load, connections, cancellationToken);
    }

    public static Task<long> BroadcastAsync(LoadSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Senders > settings.Connections)
        {
            throw new BenchException("--senders takes no more than --receivers: the senders are among the receivers.");
        }

        var load = new Load(settings);
        BroadcastConnection[] connections =
            [.. Enumerable.Range(0, settings.Connections).Select(id => new BroadcastConnection(load, id))];
        BroadcastConnection[] senders = connections[..settings.Senders];
        foreach (BroadcastConnection connection in connections)
        {
            connection.Expect(senders);
        }

        return RunAsync(load, connections, cancellationToken);
    }

    private static async Task<long> RunAsync(Load load, LoadConnection[] connections, CancellationToken cancellationToken)
    {
        LoadSettings settings = load.Settings;
        var run = new LoadRun(load, connections, settings.Senders, ObservedProcess.Find(settings.Pid));
        LoadOutcome outcome = await run.RunAsync(cancellationToken);
        LoadReport report = LoadReport.From(settings, outcome);
        await Console.Out.WriteLineAsync(LoadTable.Make(report));
        await BenchJson.WriteAsync(settings.JsonFile, report);
        return report.Errors;
    }
}
