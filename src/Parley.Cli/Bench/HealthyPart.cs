namespace Parley.Cli.Bench;

/// <summary>The connections of a mixed load that stay, and must never notice what becomes of the others.</summary>
internal sealed class HealthyPart
{
    // A connection that waits for so many answers isn't made to wait for more.
    private const int MostUnderWay = 16;

    private const double Patience = 10;

    private readonly Load _load;
    private readonly LoadConnection[] _connections;
    private readonly int _rate;
    private readonly long[] _progress;
    private readonly double[] _waitingSince;
    private int _next;
    private double _owed;

    public HealthyPart(MixedSettings settings)
    {
        _load = new Load(new LoadSettings
        {
            Kind = "mixed",
            Url = settings.Url,
            Connections = settings.Connections,
            Senders = settings.Connections,
            Size = 2 * BroadcastConnection.LeastSize,
            InFlight = 1,
            Seconds = 0,
            Warmup = 0,
        });
        _connections = settings.Kind == MixedKind.Echo
            ? LoadBench.MakeEchoes(_load)
            : LoadBench.MakeBroadcast(_load);
        _rate = settings.Rate;
        _progress = new long[_connections.Length];
        _waitingSince = new double[_connections.Length];
    }

    public ErrorTally Errors => _load.Errors;

    /// <summary>How many messages came.</summary>
    public long Messages => _load.Messages + _load.ToOthers;

    public int Open => _connections.Count(static connection => connection.IsOpen);

    public Task ConnectAsync(WebSocketClientOptions options, CancellationToken cancellationToken) => BenchClient.ConnectAsync(
        0,
        _connections.Length,
        async (i, token) => await WebSocketClient.ConnectAsync(_load.Settings.Url, _connections[i], options, token),
        cancellationToken);

    /// <summary>Sends what is due after some time, on one connection after the other.</summary>
    public void Send(TimeSpan elapsed)
    {
        // What couldn't be sent in time is not made up for later: it would be a burst.
        _owed = Math.Min(_owed + (_rate * elapsed.TotalSeconds), _rate);
        for (int tried = 0; _owed >= 1 && tried < _connections.Length * MostUnderWay; tried++)
        {
            LoadConnection connection = _connections[_next];
            _next = (_next + 1) % _connections.Length;
            if (connection.IsOpen && connection.Missing < MostUnderWay)
            {
                connection.Start();
                _owed--;
            }
        }
    }

    /// <summary>Counts connections that wait for messages of which none has come for ten seconds.</summary>
    /// <param name="now">The seconds since the start.</param>
    public void CheckProgress(double now)
    {
        for (int i = 0; i < _connections.Length; i++)
        {
            long progress = _connections[i].Progress;
            if (progress != _progress[i] || !_connections[i].IsOpen || _connections[i].Missing == 0)
            {
                (_progress[i], _waitingSince[i]) = (progress, now);
            }
            else if (now - _waitingSince[i] >= Patience)
            {
                _load.Errors.Add($"nothing came on a healthy connection for {Patience:0} s");
                _waitingSince[i] = now;
            }
        }
    }

    /// <summary>Waits for what is under way, and closes.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => new LoadDrain(_load, _connections).RunAsync(cancellationToken);

    /// <summary>Says that the connections may close.</summary>
    public void Release() => _load.IsEnding = true;
}
