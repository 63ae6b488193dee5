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
            try
            {
                if (await local.TryAddAsync(connection, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch when (local.MemberCount == 0)
            {
                await AbandonAsync(group, local).ConfigureAwait(false);
                throw;
            }

            // Its last member has left it since it was looked up.
            _groups.TryRemove(KeyValuePair.Create(group, local));
        }
    }

    /// <summary>How many groups have members here, or are about to.</summary>
    public int Count => _groups.Count;

    public async ValueTask RemoveAsync(GroupName group, WebSocketConnection connection)
    {
        if (Find(group) is { } local && await local.RemoveAsync(connection).ConfigureAwait(false))
        {
            _groups.TryRemove(KeyValuePair.Create(group, local));
        }
    }

    // A group that nobody could join must not stay for good.
    private async ValueTask AbandonAsync(GroupName group, LocalGroup local)
    {
        if (await local.TryAbandonAsync().ConfigureAwait(false))
        {
            _groups.TryRemove(KeyValuePair.Create(group, local));
        }
    }
}
