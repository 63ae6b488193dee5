using System.Collections.Concurrent;

namespace Parley.Channels;

/// <summary>The groups that have members on this node. Any thread may call any member.</summary>
internal sealed class LocalGroups(IChannelLayer layer, GroupsOptions options)
{
    private readonly ConcurrentDictionary<GroupName, LocalGroup> _groups = new();

    /// <summary>How many groups have members here, or are about to.</summary>
    public int Count => _groups.Count;

    /// <summary>A group, if it has members here.</summary>
    public LocalGroup? Find(GroupName group) => _groups.GetValueOrDefault(group);

    public async ValueTask AddAsync(
        GroupName group, WebSocketConnection connection, CancellationToken cancellationToken)
    {
        LocalGroup local = await EnterAsync(group, cancellationToken).ConfigureAwait(false);
        local.Add(connection);
    }

    public async ValueTask RemoveAsync(GroupName group, WebSocketConnection connection)
    {
        if (Find(group) is { } local)
        {
            local.Remove(connection);
            await LeaveAsync(local).ConfigureAwait(false);
        }
    }

    /// <summary>Counts a member of a group.</summary>
    public async ValueTask<LocalGroup> EnterAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            LocalGroup local = _groups.GetOrAdd(
                group, static (name, node) => new LocalGroup(name, node.layer, node.options), (layer, options));
            try
            {
                if (await local.TryEnterAsync(cancellationToken).ConfigureAwait(false))
                {
                    return local;
                }
            }
            catch when (local.MemberCount == 0)
            {
                await AbandonAsync(local).ConfigureAwait(false);
                throw;
            }

            Forget(local);
        }
    }

    /// <summary>Counts a member out.</summary>
    public async ValueTask LeaveAsync(LocalGroup local)
    {
        bool isAbandoned = true;
        try
        {
            isAbandoned = await local.LeaveAsync().ConfigureAwait(false);
        }
        finally
        {
            // Also if the layer failed: nobody can join it any more.
            if (isAbandoned)
            {
                Forget(local);
            }
        }
    }

    // A group that nobody could join must not stay for good.
    private async ValueTask AbandonAsync(LocalGroup local)
    {
        if (await local.TryAbandonAsync().ConfigureAwait(false))
        {
            Forget(local);
        }
    }

    // Its last member has left it.
    private void Forget(LocalGroup local) => _groups.TryRemove(KeyValuePair.Create(local.Name, local));
}
