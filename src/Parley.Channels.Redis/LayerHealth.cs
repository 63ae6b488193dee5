using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>Whether a layer has all the connections that it needs, told whenever that changes.</summary>
internal sealed class LayerHealth(ILogger logger) : IRedisObserver
{
    private readonly Lock _lock = new();
    private Func<bool> _isConnected = static () => false;
    private IChannelLayerHandler? _handler;
    private LayerState _state = LayerState.Disconnected;
    private int _interrupted;

    /// <summary>Whether a server did not say its run_id, which its user may not ask for.</summary>
    public bool LacksRunId { get; private set; }

    /// <summary>Begins to tell.</summary>
    /// <param name="handler">Who is told.</param>
    /// <param name="isConnected">Whether all servers can be asked.</param>
    public void Start(IChannelLayerHandler handler, Func<bool> isConnected)
    {
        lock (_lock)
        {
            _handler = handler;
            _isConnected = isConnected;
        }

        Update();
    }

    public void OnConnected(RedisEndpoint endpoint, RedisServer server)
    {
        LacksRunId |= server.RunId.Length == 0;
        Update();
    }

    public void OnDisconnected(RedisEndpoint endpoint, Exception reason) => Update();

    public void OnServersChanged() => Update();

    /// <summary>A subscription was cut off.</summary>
    public void OnInterrupted()
    {
        Interlocked.Increment(ref _interrupted);
        Update();
    }

    /// <summary>A subscription that was cut off is there again, or is needed no more.</summary>
    public void OnResumed()
    {
        Interlocked.Decrement(ref _interrupted);
        Update();
    }

    // States are told in their order.
    private void Update()
    {
        lock (_lock)
        {
            bool isWhole = _isConnected() && Volatile.Read(ref _interrupted) == 0;
            LayerState state = isWhole ? LayerState.Connected : LayerState.Disconnected;
            if (state == _state || _handler is null)
            {
                return;
            }

            _state = state;
            if (state == LayerState.Disconnected)
            {
                RedisMetrics.CountDisconnection();
                Log.LayerDisconnected(logger);
            }
            else
            {
                Log.LayerConnected(logger);
            }

            _handler.OnStateChanged(state);
        }
    }
}
