using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>Runs a mixed load: healthy connections, and beside them all that the world has in store.</summary>
internal sealed class MixedRun(MixedSettings settings, ObservedProcess? server, Action<MixedPoint> report)
{
    private const int Churners = 4;
    private const int SlowReaders = 6;
    private const int Resetters = 2;
    private const double EarlySeconds = 60;

    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(20);

    private readonly HealthyPart _healthy = new(settings);
    private readonly List<MixedPoint> _points = [];
    private long _started;

    public async Task<MixedReport> RunAsync(CancellationToken cancellationToken)
    {
        using LoopGroup loops = BenchLoops.Create();
        WebSocketClientOptions options = BenchClient.Plain(loops) with { Tls = settings.Tls };
        var state = new MixedState(settings, _healthy.Errors, options);
        try
        {
            await _healthy.ConnectAsync(options, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task others = Task.WhenAll(Parts(state).Select(part => part.RunAsync(stop.Token)));
            try
            {
                await PassAsync(state, cancellationToken);
            }
            finally
            {
                await stop.CancelAsync();
                await others;
            }

            return await EndAsync(state, cancellationToken);
        }
        finally
        {
            _healthy.Release();
        }
    }

    private static IEnumerable<MixedPart> Parts(MixedState state) =>
    [
        .. Enumerable.Range(0, Churners).Select(_ => new ChurnPart(state)),
        .. Enumerable.Range(0, SlowReaders).Select(seed => new SlowReaderPart(state, seed)),
        .. Enumerable.Range(0, Resetters).Select(seed => new ResetPart(state, seed)),
    ];

    private async Task PassAsync(MixedState state, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_step);
        _started = Stopwatch.GetTimestamp();
        TimeSpan last = TimeSpan.Zero;
        double nextReport = settings.Every;
        try
        {
            while (last.TotalMinutes < settings.Minutes)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                TimeSpan now = Stopwatch.GetElapsedTime(_started);
                _healthy.Send(now - last);
                last = now;
                if (now.TotalSeconds >= nextReport)
                {
                    nextReport += settings.Every;
                    _healthy.CheckProgress(now.TotalSeconds);
                    Report(state);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was seen so far counts.
        }
    }

    private void Report(MixedState state)
    {
        MixedPoint point = Look(state);
        _points.Add(point);
        report(point);
        if (_healthy.Open == 0)
        {
            throw new BenchException($"the server closed every healthy connection within {point.AtSeconds:0} s.", state.Errors);
        }
    }

    private MixedPoint Look(MixedState state) => new(
        Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
        _healthy.Messages,
        _healthy.Open + state.Open,
        state.Errors.Total,
        server?.Resident);

    private async Task<MixedReport> EndAsync(MixedState state, CancellationToken cancellationToken)
    {
        // Looked at while the healthy ones are there, as the points before were.
        _points.Add(Look(state));
        if (!cancellationToken.IsCancellationRequested)
        {
            await _healthy.EndAsync(cancellationToken);
        }

        double early = Math.Min(EarlySeconds, settings.Minutes * 30);
        return new MixedReport
        {
            Kind = "mixed",
            Url = settings.Url.ToString(),
            Server = settings.Kind == MixedKind.Echo ? "echo" : "broadcast",
            Connections = settings.Connections,
            Rate = settings.Rate,
            Seconds = _points[^1].AtSeconds,
            Messages = _healthy.Messages,
            Errors = state.Errors.Total,
            ErrorList = state.Errors.ToList(),
            ResidentBytesEarly = (_points.Find(point => point.AtSeconds >= early) ?? _points[^1]).ResidentBytes,
            ResidentBytesAtEnd = _points[^1].ResidentBytes,
            Points = _points,
        };
    }
}
