namespace Parley.Channels;

/// <summary>
/// Who is in which group, on all nodes. A member is a user with all the connections it has in the group; a connection of
/// nobody's user is a member by itself. A member joins with its first connection and leaves with its last, each told
/// once, also when the node that it is connected to dies. Any thread may call any member.
/// </summary>
public interface IPresence : IAsyncDisposable
{
    /// <summary>Connects the node. Called once, before anything else.</summary>
    /// <param name="handler">Told of changes in the groups in which the node has members.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default);

    /// <summary>A connection of this node has come into a group. Nothing changes if it is there already.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">The connection, its user, and what the others see of it.</param>
    /// <param name="cancellationToken">Stops the waiting, not the joining.</param>
    /// <returns>Who is there now, this one included. Every later version is told.</returns>
    ValueTask<PresenceSnapshot> JoinAsync(
        GroupName group, PresenceMember member, CancellationToken cancellationToken = default);

    /// <summary>A connection of this node has left a group, or ended. Nothing happens if it is not there.</summary>
    /// <param name="group">The group.</param>
    /// <param name="client">The connection.</param>
    /// <param name="cancellationToken">Stops the waiting, not the leaving.</param>
    ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default);

    /// <summary>Says who is in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default);
}
