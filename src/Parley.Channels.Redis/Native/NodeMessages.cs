using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>Hands over what other nodes send to connections of this one.</summary>
internal sealed class NodeMessages(NodeChannels channels, IChannelLayerHandler handler, ILogger logger)
{
    public void OnMessage(ReadOnlyMemory<byte> payload)
    {
        if (DirectMessage.Read(payload.Span, out ChannelName channel) is not { } publication)
        {
            RedisMetrics.CountMalformed();
            Log.MalformedMessage(logger, "a connection");
            return;
        }

        if (channels.IsOpen(channel))
        {
            handler.OnDirect(channel, publication);
        }

        publication.Release();
    }
}
