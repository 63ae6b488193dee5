using System.Collections.Concurrent;

namespace Parley.Channels;

/// <summary>The groups that have members on this node. Any thread may call any member.</summary>
internal sealed class LocalGroups(IChannelLayer layer, GroupsOptions options)
{
    private readonly ConcurrentDictionary<GroupName, LocalGroup> _groups = new();

    /// <summary>How many groups have members here.</summary>
    public int Count => _groups.Count;

    /// <summary>A group, if it has members here.</summary>
    public LocalGroup? Find(GroupName group) => _groups.GetValueOrDefault(group);

    public async ValueTask AddAsync(
        GroupName group, WebSocketConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            LocalGroup local = GetOrAdd(group);
            if (await local.TryAddAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            Forget(local);
        }
    }

    public async ValueTask RemoveAsync(GroupName group, WebSocketConnection connection)
    {
        if (Find(group) is { } local && await local.RemoveAsync(connection).ConfigureAwait(false))
        {
            Forget(local);
        }
    }

    /// <summary>Counts a session as a member of a group.</summary>
    public async ValueTask<LocalGroup> EnterAsync(GroupName group)
    {
        while (true)
        {
            LocalGroup local = GetOrAdd(group);
            if (await local.TryEnterAsync(CancellationToken.None).ConfigureAwait(false))
            {
                return local;
            }

            Forget(local);
        }
    }

    /// <summary>Counts a session out.</summary>
    public async ValueTask LeaveAsync(LocalGroup local)
    {
        if (await local.LeaveAsync().ConfigureAwait(false))
        {
            Forget(local);
        }
    }

    private LocalGroup GetOrAdd(GroupName group) => _groups.GetOrAdd(
        group, static (name, node) => new LocalGroup(name, node.layer, node.options), (layer, options));

    // Its last member has left it.
    private void Forget(LocalGroup local) => _groups.TryRemove(KeyValuePair.Create(local.Name, local));
}
