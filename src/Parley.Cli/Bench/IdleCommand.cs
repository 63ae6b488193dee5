using System.CommandLine;

namespace Parley.Cli.Bench;

/// <summary><c>parley bench idle</c>.</summary>
internal static class IdleCommand
{
    public static Command Create()
    {
        Argument<Uri> url = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss.");
        Option<int> connections = BenchOptions.Connections(1000);
        Option<int> from = BenchOptions.Count(
            "--from", "How many connections are open before memory is counted.", 500, least: 0, most: 1_000_000);
        Option<double> hold = BenchOptions.Time(
            "--hold", "How many seconds pass before memory is looked at, each time.", 5, least: 0.1);
        var echo = new Option<bool>("--echo") { Description = "Send some messages on each connection in the end; the server must echo them." };
        Option<int?> pid = BenchOptions.Pid();
        Option<string?> json = BenchOptions.Json();
        var command = new Command("idle", "Measures what silent connections cost a server: memory, and the time to connect.")
        {
            url, connections, from, hold, echo, pid, json,
        };
        var trust = new TrustOptions(command);
        command.SetAction((result, cancellationToken) =>
        {
            var settings = new IdleSettings(
                result.GetValue(url)!,
                result.GetValue(connections),
                result.GetValue(from),
                result.GetValue(hold),
                result.GetValue(echo),
                result.GetValue(pid),
                result.GetValue(json))
            {
                Tls = trust.Read(result),
            };
            return BenchRun.RunAsync(token => IdleBench.RunAsync(settings, token), cancellationToken);
        });
        return command;
    }
}
