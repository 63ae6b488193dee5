using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>Opens and closes WebSockets for a while, many at once.</summary>
internal sealed class HandshakeRun(HandshakeSettings settings, ObservedProcess? server)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly LiveLine _live = new();
    private readonly ErrorTally _errors = new();
    private HandshakeWorker[] _workers = [];

    public async Task<HandshakeReport> RunAsync(CancellationToken cancellationToken)
    {
        using LoopGroup loops = BenchLoops.Create();
        WebSocketClientOptions options = BenchClient.Plain(loops) with { Tls = settings.Tls };
        _workers = [.. Enumerable.Range(0, settings.Concurrency)
            .Select(_ => new HandshakeWorker(settings.Url, options, _errors))];

        // The first one alone: if it fails, there is nothing to measure.
        await (await WebSocketClient.ConnectAsync(settings.Url, _workers[0], options, cancellationToken))
            .CloseAsync(cancellationToken: cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task working = Task.WhenAll(_workers.Select(worker => worker.RunAsync(stop.Token)));
        try
        {
            await PassAsync(settings.Warmup, "warming up", working, cancellationToken);
            LoadSample window = await MeasureAsync(working, cancellationToken);
            return Report(window);
        }
        finally
        {
            await stop.CancelAsync();
            await working.ContinueWith(static _ => { }, TaskScheduler.Default);
            _live.Clear();
        }
    }

    private async Task<LoadSample> MeasureAsync(Task working, CancellationToken cancellationToken)
    {
        Array.ForEach(_workers, static worker => worker.IsMeasuring = true);
        LoadSample start = Take();
        try
        {
            await PassAsync(settings.Seconds, "measuring", working, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What was measured so far counts.
        }

        LoadSample window = Take().Since(start);
        Array.ForEach(_workers, static worker => worker.IsMeasuring = false);
        return window;
    }

    private async Task PassAsync(double seconds, string what, Task working, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_step);
        long started = Stopwatch.GetTimestamp();
        long last = Count();
        double elapsed = 0;
        while (elapsed < seconds - (_step.TotalSeconds / 2))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (working.IsFaulted)
            {
                await working;
            }

            elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            long now = Count();
            _live.Show($"{what}: {(now - last) / _step.TotalSeconds:N0} handshakes/s, {Math.Max(0, seconds - elapsed):0.0} s left");
            last = now;
        }
    }

    private long Count() => _workers.Sum(static worker => worker.Handshakes);

    private LoadSample Take()
    {
        long count = Count();
        return new LoadSample(
            Stopwatch.GetTimestamp(),
            count,
            count,
            server?.Nanoseconds ?? 0,
            OtherNanoseconds: 0,
            Environment.CpuUsage.TotalTime.TotalNanoseconds);
    }

    private HandshakeReport Report(LoadSample window)
    {
        double seconds = window.Timestamp / (double)Stopwatch.Frequency;
        double each = 1000.0 * Math.Max(1, window.Messages);
        var latency = new LatencyHistogram();
        Array.ForEach(_workers, worker => latency.Add(worker.Latency));
        return new HandshakeReport
        {
            Kind = "handshake",
            Url = settings.Url.ToString(),
            Concurrency = settings.Concurrency,
            WarmupSeconds = settings.Warmup,
            Seconds = Math.Round(seconds, 6),
            Handshakes = window.Messages,
            HandshakesPerSecond = Math.Round(window.Messages / seconds, 1),
            Errors = _errors.Total,
            ErrorList = _errors.ToList(),
            LatencyMicroseconds = LatencyReport.From(latency),
            ServerCpuMicrosecondsPerHandshake = server is null ? null : Math.Round(window.ServerNanoseconds / each, 2),
            ServerCores = server is null ? null : Math.Round(window.ServerNanoseconds / 1e9 / seconds, 3),
            ClientCpuMicrosecondsPerHandshake = Math.Round(window.ClientNanoseconds / each, 2),
        };
    }
}
