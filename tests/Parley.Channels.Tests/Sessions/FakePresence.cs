namespace Parley.Channels.Tests.Sessions;

/// <summary>A presence in memory, whose snapshots a test can hold back.</summary>
internal sealed class FakePresence : IPresence
{
    private readonly List<PresenceMember> _members = [];

    public IPresenceHandler Handler { get; private set; } = null!;

    public long Version { get; private set; } = 10;

    public int MaxListed { get; init; } = 1000;

    /// <summary>What leaving fails with; nothing unless set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What a snapshot waits for after it was made; nothing unless set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>What reading fails with.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>What whoever reads waits for after having read.</summary>
    public TaskCompletionSource? ReadGate { get; set; }

    private PresenceSnapshot Snapshot => new(Version, _members.Count, _members.Count > MaxListed ? null : [.. _members]);

    /// <summary>Somebody comes on another node.</summary>
    public void Come(GroupName group, string client)
    {
        var member = new PresenceMember(client, null, default);
        _members.Add(member);
        Handler.OnPresence(group, new PresenceChange(++Version, _members.Count, [], [member]));
    }

    public void Go(GroupName group, string client)
    {
        PresenceMember member = _members.Single(member => member.Client == client);
        _members.Remove(member);
        Handler.OnPresence(group, new PresenceChange(++Version, _members.Count, [member], []));
    }

    public void Reset(GroupName group) => Handler.OnPresenceReset(group, Snapshot);

    public ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default)
    {
        Handler = handler;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<PresenceSnapshot> JoinAsync(
        GroupName group, PresenceMember member, CancellationToken cancellationToken = default)
    {
        _members.Add(member);
        Version++;
        PresenceSnapshot snapshot = Snapshot;
        Handler.OnPresence(group, new PresenceChange(Version, _members.Count, [], [member]));
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return snapshot;
    }

    public ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        if (_members.Any(member => member.Client == client))
        {
            Go(group, client);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        PresenceSnapshot snapshot = Snapshot;
        if (ReadGate is { } gate)
        {
            await gate.Task;
        }

        return ReadFault is null ? snapshot : throw ReadFault;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
