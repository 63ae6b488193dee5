using System.Text;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The groups as one consumer sees them: it joins and leaves, and sends to any group, whether it is a member or not.
/// It leaves every group by itself when its connection ends.
/// </summary>
public sealed class ConsumerGroups
{
    private readonly Lock _lock = new();
    private readonly HashSet<GroupName> _joined = [];
    private readonly Groups _groups;
    private readonly WebSocketConnection _connection;
    private object? _origin;
    private bool _hasLeft;

    internal ConsumerGroups(Groups groups, WebSocketConnection connection)
    {
        _groups = groups;
        _connection = connection;
    }

    // Whom sessions in the group hear it from. Asked for by those who send something, not by those who only listen.
    private PublicationOrigin Origin => (PublicationOrigin)(_origin ??= new PublicationOrigin(
        null, _groups.NextClient(), _groups.Options.NameOf(_connection.Authentication.User)));

    /// <summary>
    /// Joins a group. It may be joined before the connection is accepted: what is sent to it then waits, within bounds.
    /// Nothing happens if the consumer is a member already, or its connection has ended.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the joining.</param>
    public async ValueTask AddAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_hasLeft || !_joined.Add(group))
            {
                return;
            }
        }

        try
        {
            await _groups.AddAsync(group, _connection, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_lock)
            {
                _joined.Remove(group);
            }

            throw;
        }

        // The connection may have ended meanwhile, and left all groups but this one.
        if (_hasLeft)
        {
            await _groups.RemoveAsync(group, _connection).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves a group. Nothing happens if the consumer is no member.</summary>
    /// <param name="group">The group.</param>
    public ValueTask DiscardAsync(GroupName group)
    {
        lock (_lock)
        {
            if (_hasLeft || !_joined.Remove(group))
            {
                return ValueTask.CompletedTask;
            }
        }

        return _groups.RemoveAsync(group, _connection);
    }

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask BroadcastAsync(
        GroupName group, MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _groups.BroadcastAsync(group, type, payload, Origin, cancellationToken);

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, string, CancellationToken)"/>
    public ValueTask BroadcastAsync(GroupName group, string text, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, MessageType.Text, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <inheritdoc cref="Groups.SendAsync"/>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, CancellationToken cancellationToken = default) =>
        _groups.SendAsync(group, groupEvent, cancellationToken);

    internal async Task LeaveAllAsync()
    {
        GroupName[] joined;
        lock (_lock)
        {
            _hasLeft = true;
            joined = [.. _joined];
            _joined.Clear();
        }

        foreach (GroupName group in joined)
        {
            await _groups.RemoveAsync(group, _connection).ConfigureAwait(false);
        }
    }
}
