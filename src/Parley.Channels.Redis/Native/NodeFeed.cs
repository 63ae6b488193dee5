using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>Hears what other nodes send to connections of this one.</summary>
internal sealed class NodeFeed(
    string node, Func<ChannelName, bool> isOpen, IChannelLayerHandler handler, LayerHealth health, ILogger logger) : IRedisSubscriber
{
    private int _isInterrupted;

    public void OnMessage(ReadOnlyMemory<byte> payload)
    {
        if (DirectMessage.Read(payload.Span, out ChannelName channel) is not { } publication)
        {
            RedisMetrics.CountMalformed();
            Log.MalformedMessage(logger, node);
            return;
        }

        if (isOpen(channel))
        {
            handler.OnDirect(channel, publication);
        }

        publication.Release();
    }

    public void OnInterrupted(Exception reason)
    {
        if (Interlocked.Exchange(ref _isInterrupted, 1) == 0)
        {
            health.OnInterrupted();
        }
    }

    public void OnResumed()
    {
        if (Interlocked.Exchange(ref _isInterrupted, 0) == 1)
        {
            health.OnResumed();
        }
    }
}
