namespace Parley.Channels;

/// <summary>
/// What nodes share to know who is where: for each group its connections, and for each node a lease under which its
/// connections stand. What is done for one group happens in the order of the calls. Any thread may call any member.
/// <see cref="ClusterPresence"/> makes presence of it.
/// </summary>
/// <remarks>
/// Every call may fail with any exception; it may have been done then, or not, and is repeated. All of them may
/// therefore be done twice.
/// </remarks>
public interface IPresenceStore : IAsyncDisposable
{
    /// <summary>Connects the node. Called once, before anything else.</summary>
    /// <param name="handler">Told of updates in the groups that the node watches.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    ValueTask StartAsync(IPresenceStoreHandler handler, CancellationToken cancellationToken = default);

    /// <summary>Begins to tell a group's updates, if it does not yet, and reads the group.</summary>
    /// <param name="group">The group.</param>
    /// <returns>The group. Every update with a higher number is told; what is told may begin before.</returns>
    ValueTask<PresenceRoster> WatchAsync(GroupName group);

    /// <summary>Stops telling a group's updates.</summary>
    /// <param name="group">The group.</param>
    ValueTask UnwatchAsync(GroupName group);

    /// <summary>Reads a group once.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<PresenceRoster> ReadAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a group's connections, gives the update the group's next number, and tells every node that watches. A
    /// connection that comes again comes to the node that says so, wherever it was. A number is never given again, not
    /// even after everybody has left.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="update">What has changed.</param>
    /// <returns>False if the node has no lease: then nothing happens.</returns>
    ValueTask<bool> UpdateAsync(GroupName group, PresenceUpdate update);

    /// <summary>Begins a node's lease.</summary>
    /// <param name="node">The node, in a life that it has not had before.</param>
    /// <param name="lease">How long it lasts unless it is renewed.</param>
    ValueTask BeginLeaseAsync(PresenceNode node, TimeSpan lease);

    /// <summary>Lets a lease last longer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="lease">How long from now on.</param>
    /// <returns>False if it has ended.</returns>
    ValueTask<bool> RenewLeaseAsync(PresenceNode node, TimeSpan lease);

    /// <summary>
    /// Ends a lease, if it has not ended: the node's connections go from every group, each group with an update of its
    /// own.
    /// </summary>
    /// <param name="node">The node.</param>
    ValueTask EndLeaseAsync(PresenceNode node);

    /// <summary>Ends the leases that have run out, whichever node's they are. Each ends once, whoever is first.</summary>
    ValueTask EndExpiredLeasesAsync();
}
