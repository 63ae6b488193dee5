namespace Parley.Channels;

/// <summary>A node, as its channel layer sees it.</summary>
public interface IChannelLayerHandler
{
    /// <summary>
    /// Something was published in a group that the node subscribes to. Called for one publication of a group after
    /// another, in the group's order, on any thread. It must not block.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="publication">What was published; valid during this call, longer with a reference.</param>
    /// <param name="position">Its place in the group's stream.</param>
    void OnPublication(GroupName group, Publication publication, StreamPosition position);
}
