using System.CommandLine;

namespace Parley.Cli.Bench;

/// <summary><c>parley bench mixed</c>.</summary>
internal static class MixedCommand
{
    public static Command Create()
    {
        Argument<Uri> url = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss. It must do what --kind says.");
        var kind = new Option<MixedKind>("--kind")
        {
            Description = "What the server does: it sends each message back, or to all.",
            DefaultValueFactory = static _ => MixedKind.Echo,
        };
        Option<int> connections = BenchOptions.Connections(100);
        Option<int> rate = BenchOptions.Count(
            "--rate", "How many messages a second the healthy connections send in all.", 1000, least: 1, most: 1_000_000);
        var minutes = BenchOptions.Number("--minutes", "How many minutes it goes on.", 1, least: 0.01, most: 10_000);
        Option<double> every = BenchOptions.Time("--every", "How many seconds lie between two lines.", 10, least: 0.1);
        Option<int?> pid = BenchOptions.Pid();
        Option<string?> json = BenchOptions.Json();
        var command = new Command(
            "mixed",
            "Keeps healthy connections busy beside others that come and go, don't read, or are reset, and looks whether they notice.")
        {
            url, kind, connections, rate, minutes, every, pid, json,
        };
        var trust = new TrustOptions(command);
        command.SetAction((result, cancellationToken) =>
        {
            var settings = new MixedSettings(
                result.GetValue(url)!,
                result.GetValue(kind),
                result.GetValue(connections),
                result.GetValue(rate),
                result.GetValue(minutes),
                result.GetValue(every),
                result.GetValue(pid),
                result.GetValue(json))
            {
                Tls = trust.Read(result),
            };
            return BenchRun.RunAsync(token => MixedBench.RunAsync(settings, token), cancellationToken);
        });
        return command;
    }
}
