namespace Parley.Channels;

/// <summary>
/// Publish and subscribe between nodes: a node takes part once in each group, however many members it has. Any thread
/// may call any member.
/// </summary>
public interface IChannelLayer : IAsyncDisposable
{
    /// <summary>What this layer can do.</summary>
    LayerCapabilities Capabilities { get; }

    /// <summary>Connects the node. Called once, before anything else.</summary>
    /// <param name="handler">Told of every publication in the groups subscribed to.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    ValueTask StartAsync(IChannelLayerHandler handler, CancellationToken cancellationToken = default);

    /// <summary>The node has its first member in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting, and takes the subscription back.</param>
    /// <returns>
    /// Where the group's stream stands: everything after it will be told. What is told may begin before it.
    /// </returns>
    ValueTask<StreamPosition> SubscribeAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>The node's last member has left a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    ValueTask UnsubscribeAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes to a group. The order is that of the calls, not of their completion. With history, nobody hears of a
    /// publication, and the returned task does not complete, before it is kept.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="publication">What is published, once. The layer takes references of its own.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <returns>What became of it, and the place that it got in the group's stream.</returns>
    /// <exception cref="HistoryException">It could not be kept, so nobody hears of it.</exception>
    ValueTask<PublishResult> PublishAsync(
        GroupName group, Publication publication, CancellationToken cancellationToken = default);

    /// <summary>Names a connection of this node, so that it can be reached from any node.</summary>
    /// <returns>The name, which no channel has had before.</returns>
    ChannelName NewChannel();

    /// <summary>A connection has ended. Nothing happens if the channel is unknown.</summary>
    /// <param name="channel">Its channel.</param>
    void ReleaseChannel(ChannelName channel);

    /// <summary>Sends to one connection, wherever it is, at most once. It has no order against groups.</summary>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="publication">What is sent. The layer takes references of its own.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken = default);

    /// <summary>Reads what a group's history has kept.</summary>
    /// <param name="group">The group.</param>
    /// <param name="query">Which part, in which direction.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A page, which the caller disposes.</returns>
    /// <exception cref="NotSupportedException">The layer does not have <see cref="LayerCapabilities.History"/>.</exception>
    /// <exception cref="HistoryException">History can't be read.</exception>
    ValueTask<HistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a publication out of history for good, and tells every node's handler. Its offset stays unused.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="offset">The publication's offset.</param>
    /// <param name="cancellationToken">Stops the waiting, not the erasing.</param>
    /// <returns>False if history does not have it, or no more.</returns>
    /// <exception cref="NotSupportedException">The layer does not have <see cref="LayerCapabilities.History"/>.</exception>
    /// <exception cref="HistoryException">It could not be erased.</exception>
    ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default);
}
