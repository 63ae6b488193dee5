namespace Parley.Channels.Redis;

/// <summary>Hears one channel of Redis, and nothing of what comes while it is cut off.</summary>
internal sealed class LayerFeed(Action<ReadOnlyMemory<byte>> onMessage, LayerHealth health) : IRedisSubscriber
{
    private const int Whole = 0;
    private const int Interrupted = 1;
    private const int Ended = 2;

    private int _state;

    public void OnMessage(ReadOnlyMemory<byte> payload) => onMessage(payload);

    public void OnInterrupted(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _state, Interrupted, Whole) == Whole)
        {
            health.OnInterrupted();
        }
    }

    public void OnResumed()
    {
        if (Interlocked.CompareExchange(ref _state, Whole, Interrupted) == Interrupted)
        {
            health.OnResumed();
        }
    }

    /// <summary>Nobody needs it any more: that it is cut off does not count.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _state, Ended) == Interrupted)
        {
            health.OnResumed();
        }
    }
}
