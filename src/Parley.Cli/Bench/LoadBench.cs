namespace Parley.Cli.Bench;

/// <summary>Measures an echo or a broadcast, and reports.</summary>
internal static class LoadBench
{
    public static Task<long> EchoAsync(LoadSettings settings, CancellationToken cancellationToken)
    {
        var load = new Load(settings);
        return RunAsync(load, MakeEchoes(load), cancellationToken);
    }

    public static Task<long> BroadcastAsync(LoadSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Senders > settings.Connections)
        {
            throw new BenchException("--senders takes no more than --receivers: the senders are among the receivers.");
        }

        var load = new Load(settings);
        return RunAsync(load, MakeBroadcast(load), cancellationToken);
    }

    /// <summary>Makes as many connections as the load's settings say, for a server that echoes.</summary>
    public static LoadConnection[] MakeEchoes(Load load) =>
        [.. Enumerable.Range(0, load.Settings.Connections).Select(_ => new EchoConnection(load))];

    /// <summary>Makes as many connections as the load's settings say, for a server that sends each message to all.</summary>
    public static LoadConnection[] MakeBroadcast(Load load)
    {
        BroadcastConnection[] connections =
            [.. Enumerable.Range(0, load.Settings.Connections).Select(id => new BroadcastConnection(load, id))];
        BroadcastConnection[] senders = connections[..load.Settings.Senders];
        foreach (BroadcastConnection connection in connections)
        {
            connection.Expect(senders);
        }

        return [.. connections];
    }

    private static async Task<long> RunAsync(Load load, LoadConnection[] connections, CancellationToken cancellationToken)
    {
        LoadSettings settings = load.Settings;
        var run = new LoadRun(load, connections, settings.Senders, LoadProcesses.Find(settings));
        LoadOutcome outcome = await run.RunAsync(cancellationToken);
        LoadReport report = LoadReport.From(settings, outcome);
        await Console.Out.WriteLineAsync(LoadTable.Make(report));
        await BenchJson.WriteAsync(settings.JsonFile, report);
        await SvgReport.WriteAsync(settings.SvgFile, report, outcome.Latency);
        return report.Errors;
    }
}
