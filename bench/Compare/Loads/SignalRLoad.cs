using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Parley.Compare.Running;

namespace Parley.Compare.Loads;

/// <summary>A broadcast's load on a SignalR hub, counted as <c>parley bench broadcast</c> counts.</summary>
internal static class SignalRLoad
{
    private const int HandshakesAtOnce = 64;

    public static async Task<int> RunAsync(SignalRSettings settings, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SignalRMember[] members = [.. Enumerable.Range(0, settings.Receivers).Select(id => new SignalRMember(settings, id))];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = HandshakesAtOnce, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(members, atOnce, static (member, token) => new ValueTask(member.ConnectAsync(token)));
            var isMeasuring = new SharedFlag();
            Task[] running = [.. members.Select(member => member.RunAsync(isMeasuring, end.Token))];
            await WaitAsync(running, settings.Warmup, cancellationToken);
            Sample start = Take(settings, members);
            isMeasuring.IsSet = true;
            await WaitAsync(running, settings.Seconds, cancellationToken);
            isMeasuring.IsSet = false;
            Sample last = Take(settings, members);
            await end.CancelAsync();
            await Task.WhenAll(running).ContinueWith(static _ => { }, TaskScheduler.Default);
            Write(settings, start, last, members);
            return 0;
        }
        catch (Exception exception) when (exception is CompareException or WebSocketException)
        {
            await Console.Error.WriteLineAsync("signalr: " + exception.Message);
            return 1;
        }
        finally
        {
            Array.ForEach(members, static member => member.Dispose());
        }
    }

    // A member that ends early ends the measurement.
    private static async Task WaitAsync(Task[] running, double seconds, CancellationToken cancellationToken)
    {
        Task time = Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
        await await Task.WhenAny([time, .. running]);
    }

    private static Sample Take(SignalRSettings settings, SignalRMember[] members) => new(
        Stopwatch.GetTimestamp(),
        members.Sum(static member => member.Messages),
        members.Sum(static member => member.Deliveries),
        ProcessClock.Nanoseconds(settings.Pid));

    private static void Write(SignalRSettings settings, Sample start, Sample end, SignalRMember[] members)
    {
        double seconds = Stopwatch.GetElapsedTime(start.Time, end.Time).TotalSeconds;
        long messages = end.Messages - start.Messages;
        long deliveries = end.Deliveries - start.Deliveries;
        double[] latencies = [.. members.SelectMany(static member => member.Latencies).Order()];
        if (deliveries == 0 || latencies.Length == 0)
        {
            throw new CompareException("no message came back in the time measured.");
        }

        var report = new
        {
            messagesPerSecond = messages / seconds,
            deliveriesPerSecond = deliveries / seconds,
            serverCpuNanosecondsPerDelivery = (end.ServerNanoseconds - start.ServerNanoseconds) / (double)deliveries,
            latencyMicroseconds = new { p99 = latencies[(int)(0.99 * (latencies.Length - 1))] },
            errors = 0,
        };
        File.WriteAllText(settings.JsonFile, JsonSerializer.Serialize(report));
    }

    private readonly record struct Sample(long Time, long Messages, long Deliveries, long ServerNanoseconds);
}
