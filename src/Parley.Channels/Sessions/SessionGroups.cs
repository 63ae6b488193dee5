namespace Parley.Channels;

/// <summary>The groups that a session is in. On its loop.</summary>
internal sealed class SessionGroups(Session session, LocalGroups groups)
{
    private readonly Dictionary<GroupName, SessionGroup> _groups = [];

    public int Count => _groups.Count;

    public IReadOnlyList<GroupName> Names => [.. _groups.Keys];

    public SessionGroup? Find(GroupName group) => _groups.GetValueOrDefault(group);

    /// <summary>The session is about to join a group, which it is not in.</summary>
    public SessionGroup Add(GroupName group, MembersMode mode)
    {
        var member = new SessionGroup(session, group, mode, groups);
        _groups.Add(group, member);
        return member;
    }

    public void Remove(GroupName group) => _groups.Remove(group);

    /// <summary>The connection has ended. Returns at once.</summary>
    public void LeaveAll()
    {
        foreach (SessionGroup group in _groups.Values)
        {
            _ = LeaveAsync(group);
        }

        _groups.Clear();
    }

    /// <summary>Leaves one of them, which is not found any more. Never fails.</summary>
    public async Task LeaveAsync(SessionGroup group)
    {
        try
        {
            await group.LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.LeavingFault(session.Logger, exception);
        }
    }
}
