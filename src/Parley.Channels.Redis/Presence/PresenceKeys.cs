namespace Parley.Channels.Redis;

/// <summary>What presence calls its keys and channels. Those of a group share a hash slot, and so do those of all nodes.</summary>
internal sealed class PresenceKeys(string prefix)
{
    /// <summary>When the lease of each node runs out.</summary>
    public string Leases => $"{prefix}:{{nodes}}:leases";

    /// <summary>The leases that are being ended.</summary>
    public string Claims => $"{prefix}:{{nodes}}:claims";

    /// <summary>The groups in which a node may have connections, by the name that its lease has.</summary>
    public string GroupsOf(string node) => $"{prefix}:{{nodes}}:groups:{node}";

    /// <summary>A group's members; also the channel where they are told.</summary>
    public string Members(GroupName group) => $"{prefix}:{{{group.Value}}}:members";

    /// <summary>The number of a group's last update.</summary>
    public string Number(GroupName group) => $"{Members(group)}:number";

    /// <summary>The life of a node that has ended in a group.</summary>
    public string Ended(GroupName group, string node) => $"{Members(group)}:ended:{node}";
}
