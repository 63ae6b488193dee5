namespace Parley.Channels;

/// <summary>What is to be said to the store of a node's connections in one group, all at once.</summary>
internal sealed class PresenceBatch
{
    private readonly Dictionary<string, PresenceMember?> _changes = new(StringComparer.Ordinal);

    // Whoever waits goes on here, after each other: they hop to their own loops anyway.
    private readonly TaskCompletionSource _done = new();

    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Completes when it has been said, or has failed and is part of the next one.</summary>
    public Task Done => _done.Task;

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

    public void End() => _done.TrySetResult();
}
