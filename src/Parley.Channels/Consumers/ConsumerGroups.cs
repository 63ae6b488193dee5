using System.Text;
using System.Text.Json.Serialization.Metadata;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The groups as one consumer sees them: it joins and leaves, and sends to any group, whether it is a member or not.
/// It leaves every group by itself when its connection ends.
/// </summary>
public sealed class ConsumerGroups
{
    private readonly Lock _lock = new();

    // False while the consumer is still joining.
    private readonly Dictionary<GroupName, bool> _groupsJoined = [];
    private readonly Groups _groups;
    private readonly WebSocketConnection _connection;
    private ChannelName _channel;
    private object? _origin;
    private bool _hasLeft;

    internal ConsumerGroups(Groups groups, WebSocketConnection connection)
    {
        _groups = groups;
        _connection = connection;
    }

    /// <summary>The groups that the consumer is in, as they are now. Empty once its connection has ended.</summary>
    public IReadOnlyCollection<GroupName> Joined
    {
        get
        {
            lock (_lock)
            {
                return [.. JoinedNow()];
            }
        }
    }

    /// <summary>The name that the consumer's connection is reached by. It stays the same after the end.</summary>
    internal ChannelName Channel
    {
        get
        {
            lock (_lock)
            {
                if (_channel == default)
                {
                    _channel = _groups.LocalChannels.Open(_connection);
                    ReleaseIfEnded();
                }

                return _channel;
            }
        }
    }

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
            if (_hasLeft || !_groupsJoined.TryAdd(group, false))
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
                _groupsJoined.Remove(group);
            }

            throw;
        }

        // The connection may have ended meanwhile, and left all groups but this one.
        if (!TryKeep(group))
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
            if (_hasLeft || !_groupsJoined.TryGetValue(group, out bool isMember) || !isMember)
            {
                return ValueTask.CompletedTask;
            }

            _groupsJoined.Remove(group);
        }

        return _groups.RemoveAsync(group, _connection);
    }

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask BroadcastAsync(
        GroupName group, MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, type, payload, except: default, cancellationToken);

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, MessageType, ReadOnlyMemory{byte}, ChannelName, CancellationToken)"/>
    public ValueTask BroadcastAsync(
        GroupName group,
        MessageType type,
        ReadOnlyMemory<byte> payload,
        ChannelName except,
        CancellationToken cancellationToken = default) =>
        _groups.PublishAsync(group, Publication.Broadcast(type, payload.Span, Origin(), except), cancellationToken);

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, string, CancellationToken)"/>
    public ValueTask BroadcastAsync(GroupName group, string text, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, text, except: default, cancellationToken);

    /// <inheritdoc cref="Groups.BroadcastAsync(GroupName, string, ChannelName, CancellationToken)"/>
    public ValueTask BroadcastAsync(
        GroupName group, string text, ChannelName except, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, MessageType.Text, Encoding.UTF8.GetBytes(text), except, cancellationToken);

    /// <inheritdoc cref="Groups.SendAsync(GroupName, GroupEvent, CancellationToken)"/>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, CancellationToken cancellationToken = default) =>
        SendAsync(group, groupEvent, except: default, cancellationToken);

    /// <inheritdoc cref="Groups.SendAsync(GroupName, GroupEvent, ChannelName, CancellationToken)"/>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, ChannelName except, CancellationToken cancellationToken = default) =>
        _groups.PublishAsync(group, Publication.Event(groupEvent, Origin(), except), cancellationToken);

    /// <inheritdoc cref="Groups.SendAsync{T}"/>
    public ValueTask SendAsync<T>(
        GroupName group,
        string type,
        T value,
        JsonTypeInfo<T> typeInfo,
        CancellationToken cancellationToken = default) =>
        SendAsync(group, GroupEvent.FromJson(type, value, typeInfo), cancellationToken);

    /// <summary>The connection has ended, or has been rejected and ends later.</summary>
    internal async Task LeaveAllAsync()
    {
        GroupName[] joined;
        lock (_lock)
        {
            if (_hasLeft)
            {
                return;
            }

            _hasLeft = true;
            joined = [.. JoinedNow()];
            _groupsJoined.Clear();
            if (_channel != default)
            {
                ReleaseIfEnded();
            }
        }

        // All of them, also if the layer fails for one.
        List<Exception>? faults = null;
        foreach (GroupName group in joined)
        {
            try
            {
                await _groups.RemoveAsync(group, _connection).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                (faults ??= []).Add(exception);
            }
        }

        if (faults is not null)
        {
            throw new AggregateException("Some groups could not be left.", faults);
        }
    }

    private bool TryKeep(GroupName group)
    {
        lock (_lock)
        {
            if (!_hasLeft)
            {
                _groupsJoined[group] = true;
            }

            return !_hasLeft;
        }
    }

    // With the lock held.
    private IEnumerable<GroupName> JoinedNow() =>
        _groupsJoined.Where(static group => group.Value).Select(static group => group.Key);

    // With the lock held.
    private void ReleaseIfEnded()
    {
        if (_hasLeft)
        {
            _groups.LocalChannels.Release(_channel);
        }
    }

    // A subscriber on another node, or later from history, can tell who it was.
    private PublicationOrigin Origin() => (PublicationOrigin)(_origin ??= new PublicationOrigin(
        Id: null, Channel.Value, _groups.Options.NameOf(_connection.Authentication.User)));
}
