using System.Collections.Concurrent;

namespace Parley.Channels.Redis;

/// <summary>What the two layers in Django's formats have in common: whom this node tells, and what of.</summary>
internal sealed class DjangoGroups(IChannelLayerHandler handler)
{
    private readonly ConcurrentDictionary<GroupName, byte> _subscribed = new();

    public IChannelLayerHandler Handler => handler;

    public IEnumerable<GroupName> All => _subscribed.Keys;

    public void Add(GroupName group) => _subscribed[group] = 0;

    public void Remove(GroupName group) => _subscribed.TryRemove(group, out _);

    public void Tell(GroupName group, Publication publication)
    {
        if (_subscribed.ContainsKey(group))
        {
            handler.OnPublication(group, publication, default);
        }
    }
}
