namespace Parley.Channels;

/// <summary>What is to be said to the store of a node's connections in one group, all at once.</summary>
internal sealed class PresenceBatch
{
    private readonly Dictionary<string, PresenceMember?> _changes = new(StringComparer.Ordinal);

    // One for each that waits: they go on here, one after the other, and hop to their own loops. If they shared one, the
    // runtime would send them to the thread pool, in no order.
    private readonly List<TaskCompletionSource> _waiting = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Enter(PresenceMember member) => _changes[member.Client] = member;

    public void Leave(string client) => _changes[client] = null;

    /// <summary>Puts in what an earlier one could not say. What is here already is newer.</summary>
    public void TakeOver(PresenceBatch earlier)
    {
        foreach ((string client, PresenceMember? member) in earlier._changes)
        {
            _changes.TryAdd(client, member);
        }
    }

    public PresenceUpdate ToUpdate(PresenceNode node) => new(
        node,
        PresenceUpdateKind.Changed,
        [.. _changes.Values.OfType<PresenceMember>()],
        [.. _changes.Where(static change => change.Value is null).Select(static change => change.Key)]);

    /// <summary>Completes when it has been said, or has failed and is part of the next one.</summary>
    public Task WaitAsync()
    {
        var waiter = new TaskCompletionSource();
        _waiting.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Lets everybody go on who waits. Not under a lock, and when nobody can come to wait any more.</summary>
    public void End()
    {
        foreach (TaskCompletionSource waiter in _waiting)
        {
            waiter.SetResult();
        }
    }
}
