using System.Collections.Concurrent;

namespace Parley.Channels;

/// <summary>The groups that have members on this node. Any thread may call any member.</summary>
internal sealed class LocalGroups(IChannelLayer layer)
{
    private readonly ConcurrentDictionary<GroupName, LocalGroup> _groups = new();

    /// <summary>A group, if it has members here.</summary>
    public LocalGroup? Find(GroupName group) => _groups.GetValueOrDefault(group);

    public async ValueTask AddAsync(
        GroupName group, WebSocketConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            LocalGroup local = _groups.GetOrAdd(group, static (name, layer) => new LocalGroup(name, layer), layer);
            if (await local.TryAddAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            // Its last member has left it since it was looked up.
            _groups.TryRemove(KeyValuePair.Create(group, local));
        }
    }

    public async ValueTask RemoveAsync(GroupName group, WebSocketConnection connection)
    {
        if (Find(group) is { } local && await local.RemoveAsync(connection).ConfigureAwait(false))
        {
            _groups.TryRemove(KeyValuePair.Create(group, local));
        }
    }
}
