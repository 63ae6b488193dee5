using System.CommandLine;
using Parley.Cli.Bench;

namespace Parley.Cli;

/// <summary><c>parley bench</c>: puts a load on a running server of any make, and measures.</summary>
internal static class BenchCommand
{
    // A message has 16 bits for its sender.
    private const int MostSenders = 1 << 16;

    public static Command Create() => new(
        "bench", "Puts a load on a running server of any make, and measures what it does and what it costs.")
    {
        CreateEcho(),
        CreateBroadcast(),
        CreateIdle(),
        CreateHandshake(),
    };

    private static Command CreateEcho()
    {
        var command = new Command("echo", "Measures a server that sends each message back to whoever sent it.");
        Option<int> connections = BenchOptions.Connections(100);
        command.Options.Add(connections);
        var options = new LoadOptions(command, "It must echo what it is sent.", leastSize: 0);
        command.SetAction((result, cancellationToken) =>
        {
            int count = result.GetValue(connections);
            LoadSettings settings = options.Read(result, "echo", count, count);
            return BenchRun.RunAsync(token => LoadBench.EchoAsync(settings, token), cancellationToken);
        });
        return command;
    }

    private static Command CreateBroadcast()
    {
        var command = new Command(
            "broadcast", "Measures a server that sends each message to every connection, the sender's included.");
        Option<int> senders = BenchOptions.Count(
            "--senders", "How many of the connections send. Each waits for its own message before it sends the next.", 1, 1, MostSenders);
        Option<int> receivers = BenchOptions.Count(
            "--receivers", "How many connections there are. All receive, the senders too.", 100, 1, 1_000_000);
        command.Options.Add(senders);
        command.Options.Add(receivers);
        var options = new LoadOptions(command, "It must send each message to all, unchanged.", BroadcastConnection.LeastSize);
        command.SetAction((result, cancellationToken) =>
        {
            LoadSettings settings = options.Read(result, "broadcast", result.GetValue(receivers), result.GetValue(senders));
            return BenchRun.RunAsync(token => LoadBench.BroadcastAsync(settings, token), cancellationToken);
        });
        return command;
    }

    private static Command CreateIdle()
    {
        Argument<Uri> url = AddressArgument.Create("The server: ws://HOST:PORT/PATH.");
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
        command.SetAction((result, cancellationToken) =>
        {
            var settings = new IdleSettings(
                result.GetValue(url)!,
                result.GetValue(connections),
                result.GetValue(from),
                result.GetValue(hold),
                result.GetValue(echo),
                result.GetValue(pid),
                result.GetValue(json));
            return BenchRun.RunAsync(token => IdleBench.RunAsync(settings, token), cancellationToken);
        });
        return command;
    }

    private static Command CreateHandshake()
    {
        Argument<Uri> url = AddressArgument.Create("The server: ws://HOST:PORT/PATH.");
        Option<int> concurrency = BenchOptions.Count(
            "--concurrency", "How many connections are opened and closed at once.", 50, least: 1, most: 10_000);
        Option<double> seconds = BenchOptions.Seconds(5);
        Option<double> warmup = BenchOptions.Warmup();
        Option<int?> pid = BenchOptions.Pid();
        Option<string?> json = BenchOptions.Json();
        var command = new Command("handshake", "Measures how fast a server opens WebSockets: each is closed as soon as it is open.")
        {
            url, concurrency, seconds, warmup, pid, json,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var settings = new HandshakeSettings(
                result.GetValue(url)!,
                result.GetValue(concurrency),
                result.GetValue(seconds),
                result.GetValue(warmup),
                result.GetValue(pid),
                result.GetValue(json));
            return BenchRun.RunAsync(token => HandshakeBench.RunAsync(settings, token), cancellationToken);
        });
        return command;
    }
}
