namespace Parley.Channels.Tests.Presences;

/// <summary>A store that a test speaks for.</summary>
internal sealed class ScriptedPresenceStore : IPresenceStore
{
    public IPresenceStoreHandler Handler { get; private set; } = null!;

    /// <summary>What it has of the group.</summary>
    public PresenceRoster Roster { get; set; } = new(0, []);

    /// <summary>What the node has said.</summary>
    public List<PresenceUpdate> Updates { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>Whether it can't be reached.</summary>
    public bool IsDown { get; set; }

    /// <summary>What happens while the node waits for an answer, by the name of the call. Once each.</summary>
    public Dictionary<string, Action> Meanwhile { get; } = [];

    /// <summary>What a renewal waits for.</summary>
    public Task Renewal { get; set; } = Task.CompletedTask;

    /// <summary>The leases that have not ended.</summary>
    public HashSet<PresenceNode> Leases { get; } = [];

    public ValueTask StartAsync(IPresenceStoreHandler handler, CancellationToken cancellationToken = default)
    {
        Handler = handler;
        return ValueTask.CompletedTask;
    }

    public ValueTask<PresenceRoster> WatchAsync(GroupName group)
    {
        PresenceRoster read = Roster;
        Call("watch");
        return new(read);
    }

    public ValueTask UnwatchAsync(GroupName group)
    {
        Call("unwatch");
        return ValueTask.CompletedTask;
    }

    public ValueTask<PresenceRoster> ReadAsync(GroupName group, CancellationToken cancellationToken = default) => new(Roster);

    public ValueTask<bool> UpdateAsync(GroupName group, PresenceUpdate update)
    {
        Call("update");
        if (!Leases.Contains(update.Node))
        {
            return new(false);
        }

        Updates.Add(update);
        return new(true);
    }

    public ValueTask BeginLeaseAsync(PresenceNode node, TimeSpan lease)
    {
        Call("begin");
        Leases.Add(node);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> RenewLeaseAsync(PresenceNode node, TimeSpan lease)
    {
        Call("renew");
        await Renewal;
        return Leases.Contains(node);
    }

    public ValueTask EndLeaseAsync(PresenceNode node)
    {
        Call("end");
        Leases.Remove(node);
        return ValueTask.CompletedTask;
    }

    public ValueTask EndExpiredLeasesAsync()
    {
        Call("expire");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Call(string name)
    {
        Calls.Add(name);
        bool isDown = IsDown;
        if (Meanwhile.Remove(name, out Action? happens))
        {
            happens();
        }

        if (isDown)
        {
            throw new IOException("The store is down.");
        }
    }
}
