using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>Keeps one connection to one server open, as long as it is not disposed: connects, and connects again.</summary>
internal sealed class Reconnector : IAsyncDisposable
{
    private static readonly TimeSpan _sweepInterval = TimeSpan.FromMilliseconds(200);

    private readonly RedisConnector _connector;
    private readonly RedisEndpoint _endpoint;
    private readonly IConnectionOwner _owner;
    private readonly ILogger _logger;
    private readonly ReconnectBackoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _sweep;
    private Task _running = Task.CompletedTask;
    private volatile RedisConnection? _current;

    public Reconnector(RedisConnector connector, RedisEndpoint endpoint, IConnectionOwner owner, ILogger logger)
    {
        RedisOptions options = connector.Options;
        _connector = connector;
        _endpoint = endpoint;
        _owner = owner;
        _logger = logger;
        _backoff = new ReconnectBackoff(options.Reconnect.FirstDelay, options.Reconnect.MaxDelay);
        _sweep = options.Time.CreateTimer(
            static self => ((Reconnector)self!).Sweep(), this, _sweepInterval, _sweepInterval);
    }

    private TimeProvider Time => _connector.Options.Time;

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sweep.DisposeAsync().ConfigureAwait(false);
        _current?.Close(Closed());
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static OperationCanceledException Closed() => new("The client was closed.");

    private void Sweep()
    {
        _current?.Sweep();
        _owner.OnSweep();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Exception reason = await ConnectAndHoldAsync().ConfigureAwait(false);
            if (!_stop.IsCancellationRequested)
            {
                TimeSpan wait = _backoff.Next();
                Log.Reconnecting(_logger, _endpoint, wait, reason.Message);
                await Task.Delay(wait, Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Returns why there is no connection any more.
    private async Task<Exception> ConnectAndHoldAsync()
    {
        Exception reason;
        try
        {
            RedisConnection connection =
                await _connector.OpenAsync(_endpoint, _owner.Pushes, _stop.Token).ConfigureAwait(false);
            reason = await HoldAsync(connection).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            reason = exception;
        }

        _owner.OnDisconnected(reason);
        return reason;
    }

    private async Task<Exception> HoldAsync(RedisConnection connection)
    {
        _current = connection;
        if (_stop.IsCancellationRequested)
        {
            connection.Close(Closed());
        }

        long start = Time.GetTimestamp();
        Log.Connected(_logger, _endpoint, connection.Server.Version, connection.Server.Protocol);
        _owner.OnConnected(connection);
        Exception reason = await connection.End.ConfigureAwait(false);
        _current = null;

        // A server that takes connections only to break them is not asked more and more often.
        if (Time.GetElapsedTime(start) >= _connector.Options.Reconnect.MaxDelay)
        {
            _backoff.Reset();
        }

        return reason;
    }
}
