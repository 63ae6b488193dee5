using System.Collections.Concurrent;

namespace Parley.Channels;

/// <summary>The connections of this node that have a name to be reached by. Any thread may call any member.</summary>
internal sealed class LocalChannels(IChannelLayer layer)
{
    private readonly ConcurrentDictionary<ChannelName, WebSocketConnection> _connections = new();

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>Names a connection. Whoever does so releases the name when the connection has ended.</summary>
    public ChannelName Open(WebSocketConnection connection)
    {
        ChannelName channel = layer.NewChannel();
        _connections[channel] = connection;
        return channel;
    }

    /// <summary>A connection has ended. Nothing happens if the name is unknown.</summary>
    public void Release(ChannelName channel)
    {
        _connections.TryRemove(channel, out _);
        layer.ReleaseChannel(channel);
    }

    /// <summary>The connection that bears a name, if it is on this node.</summary>
    public WebSocketConnection? Find(ChannelName channel) => _connections.GetValueOrDefault(channel);
}
