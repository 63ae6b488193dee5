using System.CommandLine;

namespace Parley.Cli.Bench;

/// <summary><c>parley bench echo</c> and <c>parley bench broadcast</c>.</summary>
internal static class LoadCommands
{
    // A message has 16 bits for its sender.
    private const int MostSenders = 1 << 16;

    public static Command CreateEcho()
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

    public static Command CreateBroadcast()
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
}
