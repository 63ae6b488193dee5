namespace Parley.Channels;

/// <summary>
/// Publish and subscribe between nodes: a node takes part once in each group, however many members it has. Any thread
/// may call any member.
/// </summary>
public interface IChannelLayer : IAsyncDisposable
{
    /// <summary>Connects the node. Called once, before anything else.</summary>
    /// <param name="handler">Told of every publication in the groups subscribed to.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default);

    /// <summary>The node has its first member in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Where the group's stream stands: everything after it will be told.</returns>
    ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>The node's last member has left a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>Publishes to a group. The order is that of the calls, not of their completion.</summary>
    /// <param name="group">The group.</param>
    /// <param name="publication">What is published. The layer takes references of its own.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <returns>The place that the publication got in the group's stream.</returns>
    ValueTask<StreamPosition> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default);
}
