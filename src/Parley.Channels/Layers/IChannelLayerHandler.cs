namespace Parley.Channels;

/// <summary>
/// A node, as its channel layer sees it. What concerns one group is told one after another; any thread may be the one
/// that tells. No method may block, throw, or publish to the group that it is told of.
/// </summary>
public interface IChannelLayerHandler
{
    /// <summary>
    /// Something was published in a group that the node subscribes to. Called in the group's order; for a
    /// <see cref="PublicationKind.Signal"/> whenever it comes, with no position.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="publication">What was published; valid during this call, longer with a reference.</param>
    /// <param name="position">Its place in the group's stream.</param>
    void OnPublication(GroupName group, Publication publication, StreamPosition position);

    /// <summary>Something was sent to one connection of this node.</summary>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="publication">What was sent; valid during this call, longer with a reference.</param>
    void OnDirect(ChannelName channel, Publication publication);

    /// <summary>Publications of a group were missed and can't be had any more. What is told next lies behind the gap.</summary>
    /// <param name="group">The group.</param>
    /// <param name="gap">Which ones.</param>
    void OnGap(GroupName group, StreamGap gap);

    /// <summary>A group's offsets start anew: positions of the former epoch are worth nothing any more.</summary>
    /// <param name="group">The group.</param>
    /// <param name="position">Where the new epoch stands. The next publication told lies after it.</param>
    void OnNewEpoch(GroupName group, StreamPosition position);

    /// <summary>A publication was erased from the history of a group that the node subscribes to.</summary>
    /// <param name="group">The group.</param>
    /// <param name="offset">Its offset.</param>
    void OnErased(GroupName group, long offset);

    /// <summary>The layer was connected or lost its connection.</summary>
    /// <param name="state">How it is doing now.</param>
    void OnStateChanged(LayerState state);
}
