using System.CommandLine;

namespace Parley.Cli.Bench;

/// <summary><c>parley bench handshake</c>.</summary>
internal static class HandshakeCommand
{
    public static Command Create()
    {
        Argument<Uri> url = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss.");
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
        var trust = new TrustOptions(command);
        command.SetAction((result, cancellationToken) =>
        {
            var settings = new HandshakeSettings(
                result.GetValue(url)!,
                result.GetValue(concurrency),
                result.GetValue(seconds),
                result.GetValue(warmup),
                result.GetValue(pid),
                result.GetValue(json))
            {
                Tls = trust.Read(result),
            };
            return BenchRun.RunAsync(token => HandshakeBench.RunAsync(settings, token), cancellationToken);
        });
        return command;
    }
}
