using System.Collections.Concurrent;

namespace Parley.Channels.Redis;

/// <summary>What a node is among Django's processes: its name, its connections' channels, and one channel for each group.</summary>
internal sealed class CoreProcess(string prefix)
{
    private readonly ConcurrentDictionary<ChannelName, byte> _connections = new();
    private readonly ConcurrentDictionary<GroupName, string> _channels = new();
    private readonly ConcurrentDictionary<string, GroupName> _groups = new(StringComparer.Ordinal);

    /// <summary>What the channels of this process begin with, <c>!</c> included.</summary>
    public string Name { get; } = DjangoKeys.NewProcess();

    /// <summary>The key of what waits for this process.</summary>
    public string Key => new DjangoKeys(prefix).Channel(Name);

    /// <summary>The key of what was taken and not handed over yet.</summary>
    public string InFlightKey => new DjangoKeys(prefix).InFlight(Name);

    public ChannelName Open()
    {
        var channel = new ChannelName(DjangoKeys.NewChannel(Name));
        _connections.TryAdd(channel, 0);
        return channel;
    }

    public bool Owns(ChannelName channel) => channel.Value.StartsWith(Name, StringComparison.Ordinal);

    public bool IsOpen(ChannelName channel) => _connections.ContainsKey(channel);

    public void Release(ChannelName channel) => _connections.TryRemove(channel, out _);

    /// <summary>The channel by which this process is in a group.</summary>
    public string ChannelOf(GroupName group)
    {
        string channel = _channels.GetOrAdd(group, static (_, name) => DjangoKeys.NewChannel(name), Name);
        _groups[channel] = group;
        return channel;
    }

    /// <summary>The group that a channel stands for, or null.</summary>
    public GroupName? GroupOf(string channel) => _groups.TryGetValue(channel, out GroupName group) ? group : null;

    /// <summary>Gives a group's channel up, and says which it was.</summary>
    public string? Forget(GroupName group)
    {
        if (!_channels.TryRemove(group, out string? channel))
        {
            return null;
        }

        _groups.TryRemove(channel, out _);
        return channel;
    }
}
