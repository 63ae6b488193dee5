using Parley.Channels;

namespace Parley.Testing;

/// <summary>Who is where, and which nodes live, as all nodes of a cluster share it. Under the cluster's lock.</summary>
internal sealed class ClusterRosters(TimeProvider time, ClusterDefect defect)
{
    private readonly Dictionary<GroupName, MemoryRoster> _groups = [];
    private readonly Dictionary<PresenceNode, DateTimeOffset> _leases = [];

    public bool IsEmpty => Count == 0;

    /// <summary>How many connections there are in all groups.</summary>
    public int Count => _groups.Values.Sum(static roster => roster.Count);

    public PresenceRoster Watch(GroupName group, NodeLink link, IPresenceStoreHandler handler)
    {
        MemoryRoster roster = RosterOf(group);
        roster.Watchers[link] = handler;
        return roster.Read();
    }

    public bool Unwatch(GroupName group, NodeLink link) => RosterOf(group).Watchers.Remove(link);

    public void Unwatch(NodeLink link)
    {
        foreach (MemoryRoster roster in _groups.Values)
        {
            roster.Watchers.Remove(link);
        }
    }

    public PresenceRoster Read(GroupName group) => RosterOf(group).Read();

    public bool Update(GroupName group, PresenceUpdate update)
    {
        if (!_leases.ContainsKey(update.Node))
        {
            return false;
        }

        Apply(group, RosterOf(group), update);
        return true;
    }

    public bool Begin(PresenceNode node, TimeSpan lease)
    {
        _leases[node] = time.GetUtcNow() + lease;
        return true;
    }

    public bool Renew(PresenceNode node, TimeSpan lease) => _leases.ContainsKey(node) && Begin(node, lease);

    public bool End(PresenceNode node)
    {
        if (!_leases.Remove(node))
        {
            return false;
        }

        foreach ((GroupName group, MemoryRoster roster) in _groups)
        {
            if (roster.Has(node))
            {
                Apply(group, roster, PresenceUpdate.Ended(node));
            }
        }

        return true;
    }

    public bool EndExpired()
    {
        if (defect == ClusterDefect.NoLeases)
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        foreach (PresenceNode node in _leases.Where(lease => lease.Value <= now).Select(static lease => lease.Key).ToArray())
        {
            End(node);
        }

        return true;
    }

    private static void Apply(GroupName group, MemoryRoster roster, PresenceUpdate update)
    {
        roster.Apply(update);
        long number = ++roster.Number;
        foreach ((NodeLink link, IPresenceStoreHandler handler) in roster.Watchers)
        {
            link.Tell(new LinkItem(() => handler.OnUpdate(group, number, update)));
        }
    }

    private MemoryRoster RosterOf(GroupName group)
    {
        if (!_groups.TryGetValue(group, out MemoryRoster? roster))
        {
            _groups.Add(group, roster = new MemoryRoster());
        }

        return roster;
    }
}
