using System.Collections.Concurrent;
using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>The channels of a node: its name, <c>!</c>, and a number.</summary>
internal sealed class NodeChannels(string node)
{
    private readonly ConcurrentDictionary<ChannelName, byte> _open = new();
    private long _last;

    public ChannelName Open()
    {
        var channel = new ChannelName(string.Create(CultureInfo.InvariantCulture, $"{node}!{Interlocked.Increment(ref _last)}"));
        _open.TryAdd(channel, 0);
        return channel;
    }

    public bool IsOpen(ChannelName channel) => _open.ContainsKey(channel);

    public void Release(ChannelName channel) => _open.TryRemove(channel, out _);

    /// <summary>The node that a channel is on; null if the name is none of a node's.</summary>
    public static string? NodeOf(ChannelName channel) =>
        channel.Value.IndexOf('!', StringComparison.Ordinal) is var mark and > 0 ? channel.Value[..mark] : null;
}
