using System.Collections.Concurrent;

namespace Parley.Channels;

/// <summary>
/// The presence of a single node: everything stays in this process, and everything completes at once. Coming and going
/// cost the same in a group of 10 and of 10,000.
/// </summary>
public sealed class InProcessPresence : IPresence
{
    private readonly ConcurrentDictionary<GroupName, ToldGroup> _groups = new();
    private readonly PresenceTeller _teller;

    /// <summary>Makes the presence of nobody.</summary>
    /// <param name="options">How changes are told; the defaults unless given.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    public InProcessPresence(PresenceOptions? options = null, TimeProvider? time = null) =>
        _teller = new PresenceTeller(options ?? PresenceOptions.Default, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default)
    {
        Start(handler);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PresenceSnapshot> JoinAsync(
        GroupName group, PresenceMember member, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ToldGroup told = _groups.GetOrAdd(group, static (name, teller) => new ToldGroup(name, teller), _teller);
            lock (told.Lock)
            {
                if (!told.IsRetired)
                {
                    told.Presence.Enter(default, member);
                    told.OnChanged();
                    return ValueTask.FromResult(told.Presence.Read(member));
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default)
    {
        if (_groups.TryGetValue(group, out ToldGroup? told))
        {
            lock (told.Lock)
            {
                told.Presence.Leave(default, client);
                if (told.Presence.Count > 0)
                {
                    told.OnChanged();
                }
                else if (!told.IsRetired)
                {
                    told.Retire();
                    _groups.TryRemove(KeyValuePair.Create(group, told));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        if (_groups.TryGetValue(group, out ToldGroup? told))
        {
            lock (told.Lock)
            {
                if (!told.IsRetired)
                {
                    return ValueTask.FromResult(told.Presence.Read(null));
                }
            }
        }

        return ValueTask.FromResult(_teller.NewGroup().Read(null));
    }

    /// <summary>Tells nothing any more.</summary>
    public ValueTask DisposeAsync()
    {
        _teller.Dispose();
        _groups.Clear();
        return ValueTask.CompletedTask;
    }

    internal void Start(IPresenceHandler handler) => _teller.Start(handler);
}
