using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Connects a load, warms it up, measures it, and ends it.</summary>
/// <param name="load">What the connections share.</param>
/// <param name="connections">The connections; <paramref name="senders"/> of them send, from the first on.</param>
/// <param name="senders">How many send.</param>
/// <param name="processes">Whose processor time is measured.</param>
internal sealed class LoadRun(Load load, LoadConnection[] connections, int senders, LoadProcesses processes)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly LiveLine _live = new();
    private readonly List<ThroughputPoint> _timeline = [];
    private long _started;

    /// <summary>Runs the load to its end, or until it is cancelled: then what was measured so far counts.</summary>
    /// <exception cref="BenchException">Nothing was measured.</exception>
    public async Task<LoadOutcome> RunAsync(CancellationToken cancellationToken)
    {
        LoadSettings settings = load.Settings;
        using LoopGroup loops = BenchLoops.Create();
        try
        {
            await ConnectAsync(loops, cancellationToken);
            Start();
            await PassAsync(settings.Warmup, "warming up", static _ => { }, cancellationToken);
            LoadSample window = await MeasureAsync(settings.Seconds, cancellationToken);
            load.IsSending = false;
            if (!cancellationToken.IsCancellationRequested)
            {
                await new LoadDrain(load, connections).RunAsync(cancellationToken);
            }

            return new LoadOutcome(window, load.MergeLatencies(), _timeline, load.Errors);
        }
        finally
        {
            _live.Clear();
            load.IsEnding = true;
        }
    }

    private Task ConnectAsync(LoopGroup loops, CancellationToken cancellationToken)
    {
        LoadSettings settings = load.Settings;
        DeflateOptions? deflate = settings.Deflate ? new DeflateOptions() : null;
        WebSocketClientOptions plain = BenchClient.For(loops, settings.Size, settings.InFlight, deflate);
        WebSocketClientOptions options = plain with { Tls = settings.Tls };
        return BenchClient.ConnectAsync(
            0,
            connections.Length,
            async (i, token) =>
            {
                await WebSocketClient.ConnectAsync(settings.UrlOf(i), connections[i], options, token);
                _live.Show($"connecting: {i + 1:N0} of {connections.Length:N0}");
            },
            cancellationToken);
    }

    private void Start()
    {
        _started = Stopwatch.GetTimestamp();
        load.IsSending = true;
        foreach (LoadConnection sender in connections.Take(senders))
        {
            sender.Start();
        }
    }

    private async Task<LoadSample> MeasureAsync(double seconds, CancellationToken cancellationToken)
    {
        load.IsMeasuring = true;
        LoadSample start = LoadSample.Take(load, processes);
        LoadSample last = start;
        try
        {
            await PassAsync(
                seconds,
                "measuring",
                now =>
                {
                    AddPoint(start, last, now);
                    last = now;
                },
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            last = LoadSample.Take(load, processes);
        }

        load.IsMeasuring = false;
        return last.Since(start);
    }

    // Lets time pass. The last sample is taken when it has.
    private async Task PassAsync(double seconds, string what, Action<LoadSample> take, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_step);
        LoadSample start = LoadSample.Take(load, processes);
        LoadSample last = start;
        double elapsed = 0;

        // The nearest tick will do: what has passed is measured.
        while (elapsed < seconds - (_step.TotalSeconds / 2))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var now = LoadSample.Take(load, processes);
            take(now);
            elapsed = Stopwatch.GetElapsedTime(start.Timestamp, now.Timestamp).TotalSeconds;
            double step = Stopwatch.GetElapsedTime(last.Timestamp, now.Timestamp).TotalSeconds;
            _live.Show($"{what}: {(now.Messages - last.Messages) / step:N0} messages/s, {Math.Max(0, seconds - elapsed):0.0} s left");
            last = now;
            CheckAlive();
        }
    }

    private void AddPoint(in LoadSample start, in LoadSample last, in LoadSample now)
    {
        double step = Stopwatch.GetElapsedTime(last.Timestamp, now.Timestamp).TotalSeconds;
        _timeline.Add(new ThroughputPoint(
            Stopwatch.GetElapsedTime(start.Timestamp, now.Timestamp).TotalSeconds, (now.Deliveries - last.Deliveries) / step));
    }

    private void CheckAlive()
    {
        if (!Array.Exists(connections, static connection => connection.IsOpen))
        {
            throw new BenchException(
                $"the server closed every connection, {Spoken.Time(Stopwatch.GetElapsedTime(_started))} after the first message.", load.Errors);
        }
    }
}
