using System.CommandLine;

namespace Parley.Compare.Loads;

/// <summary><c>signalr</c>: what <c>parley bench broadcast</c> is for others, for a hub, which has a protocol of its own.</summary>
internal static class SignalRCommand
{
    public static Command Create()
    {
        var url = new Argument<string>("url") { Description = "The hub, as ws://HOST:PORT/PATH." };
        var senders = new Option<int>("--senders") { DefaultValueFactory = static _ => 1 };
        var receivers = new Option<int>("--receivers") { DefaultValueFactory = static _ => 100 };
        var size = new Option<int>("--size") { DefaultValueFactory = static _ => 20 };
        var inFlight = new Option<int>("--in-flight") { DefaultValueFactory = static _ => 1 };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = static _ => 5 };
        var warmup = new Option<double>("--warmup") { DefaultValueFactory = static _ => 1 };
        var pid = new Option<int>("--pid") { Required = true };
        var json = new Option<string>("--json") { Required = true };
        var command = new Command("signalr", "Puts a broadcast's load on a SignalR hub, and measures.")
        {
            url, senders, receivers, size, inFlight, seconds, warmup, pid, json,
        };
        command.SetAction((result, cancellationToken) => SignalRLoad.RunAsync(
            new SignalRSettings(
                new Uri(result.GetValue(url)!),
                result.GetValue(senders),
                result.GetValue(receivers),
                result.GetValue(size),
                result.GetValue(inFlight),
                result.GetValue(seconds),
                result.GetValue(warmup),
                result.GetValue(pid),
                result.GetValue(json)!),
            cancellationToken));
        return command;
    }
}
