namespace Parley.Channels.Redis;

/// <summary>What the native layer calls its keys and channels. Those of a group share a hash slot.</summary>
internal sealed class NativeKeys(string prefix)
{
    /// <summary>Where a group stands.</summary>
    public string Meta(GroupName group) => $"{Channel(group)}:meta";

    /// <summary>A group's publications, by offset.</summary>
    public string Stream(GroupName group) => $"{Channel(group)}:stream";

    /// <summary>A publication that was published under an id.</summary>
    public string Id(GroupName group, string id) => $"{Channel(group)}:id:{id}";

    /// <summary>A node's last publication.</summary>
    public string Node(GroupName group, string node) => $"{Channel(group)}:node:{node}";

    /// <summary>Where a group's publications are told.</summary>
    public string Channel(GroupName group) => $"{prefix}:{{{group.Value}}}";

    /// <summary>Where a node hears what is for its connections.</summary>
    public string Node(string node) => $"{prefix}:node:{node}";
}
