namespace Parley.Cli.Bench;

/// <summary>Opens connections that are silent, and looks at what they cost the server.</summary>
internal sealed class IdleRun(IdleSettings settings, ObservedProcess? server)
{
    private const int EchoRounds = 3;
    private const int EchoSize = 20;

    private readonly LiveLine _live = new();
    private readonly Load _load = new(new LoadSettings
    {
        Kind = "idle",
        Url = settings.Url,
        Connections = settings.Connections,
        Senders = settings.Connections,
        Size = EchoSize,
        InFlight = 1,
        Seconds = 0,
        Warmup = 0,
    });

    public async Task<IdleReport> RunAsync(CancellationToken cancellationToken)
    {
        EchoConnection[] connections = [.. Enumerable.Range(0, settings.Connections).Select(_ => new EchoConnection(_load))];
        using LoopGroup loops = BenchLoops.Create();
        try
        {
            await ConnectAsync(connections, 0, settings.From, loops, cancellationToken);
            await HoldAsync(cancellationToken);
            IdleSample before = IdleSample.Take(server);
            await ConnectAsync(connections, settings.From, connections.Length, loops, cancellationToken);
            IdleSample connected = IdleSample.Take(server);
            await HoldAsync(cancellationToken);
            IdleSample after = IdleSample.Take(server);
            var drain = new LoadDrain(_load, connections);
            IdleSample? echoed = settings.Echoes ? await EchoAsync(connections, drain, cancellationToken) : null;
            await drain.CloseAsync(cancellationToken);
            return Report(before, connected, after, echoed);
        }
        finally
        {
            _live.Clear();
            _load.IsEnding = true;
        }
    }

    private Task ConnectAsync(
        EchoConnection[] connections, int from, int to, LoopGroup loops, CancellationToken cancellationToken)
    {
        WebSocketClientOptions options = BenchClient.Plain(loops) with { Tls = settings.Tls };
        return BenchClient.ConnectAsync(
            from,
            to,
            async (i, token) =>
            {
                await WebSocketClient.ConnectAsync(settings.Url, connections[i], options, token);
                _live.Show($"connecting: {i + 1:N0} of {connections.Length:N0}");
            },
            cancellationToken);
    }

    private Task HoldAsync(CancellationToken cancellationToken)
    {
        _live.Show($"holding for {settings.Hold:0.#} s");
        return Task.Delay(TimeSpan.FromSeconds(settings.Hold), TimeProvider.System, cancellationToken);
    }

    private async Task<IdleSample> EchoAsync(EchoConnection[] connections, LoadDrain drain, CancellationToken cancellationToken)
    {
        for (int round = 0; round < EchoRounds; round++)
        {
            _live.Show($"echoing: round {round + 1} of {EchoRounds}");
            foreach (EchoConnection connection in connections)
            {
                connection.Start();
            }

            await WaitUntilSentAsync(round + 1, connections, cancellationToken);
            await drain.SettleAsync(cancellationToken);
        }

        return IdleSample.Take(server);
    }

    // To start only posts: before its loop has come to it, a connection misses nothing.
    private static async Task WaitUntilSentAsync(int times, EchoConnection[] connections, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Array.Exists(connections, connection => connection.Sent < times))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private IdleReport Report(IdleSample before, IdleSample connected, IdleSample after, IdleSample? echoed)
    {
        int grown = settings.Connections - settings.From;
        var report = new IdleReport
        {
            Kind = "idle",
            Url = settings.Url.ToString(),
            Connections = settings.Connections,
            From = settings.From,
            HoldSeconds = settings.Hold,
            Errors = _load.Errors.Total,
            ErrorList = _load.Errors.ToList(),
            ConnectsPerSecond = Math.Round(grown / connected.SecondsSince(before), 1),
            Echoes = echoed is null ? null : _load.Messages,
        };
        return server is null ? report : report with
        {
            ServerCpuMicrosecondsPerConnect = Each(connected.ServerNanoseconds - before.ServerNanoseconds, grown * 1000L),
            ResidentBytesAtFrom = before.Resident,
            ResidentBytesAtEnd = after.Resident,
            AnonymousBytesAtFrom = before.Anonymous,
            AnonymousBytesAtEnd = after.Anonymous,
            ResidentBytesPerConnection = Each(after.Resident - before.Resident, grown),
            AnonymousBytesPerConnection = Each(after.Anonymous - before.Anonymous, grown),
            ServerIdleCores = Math.Round(
                (after.ServerNanoseconds - connected.ServerNanoseconds) / 1e9 / after.SecondsSince(connected), 6),
            ServerCpuNanosecondsPerEcho = echoed is { } end
                ? Each(end.ServerNanoseconds - after.ServerNanoseconds, Math.Max(1, _load.Messages))
                : null,
        };
    }

    private static double Each(long total, long count) => Math.Round(total / (double)count, 2);
}
