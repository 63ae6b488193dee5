using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels;

/// <summary>
/// The presence of one node among several that share a store. Each node follows the groups in which it has members, and
/// holds a lease: when a node dies, its lease runs out, and the others see its people leave. A node that was only
/// silent enters its people again, under a new lease. While the store can't be reached, a node knows its own people.
/// </summary>
public sealed class ClusterPresence : IPresence, IPresenceStoreHandler
{
    private const int RenewalsPerLease = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<GroupName, ClusterGroup> _groups = [];
    private readonly IPresenceStore _store;
    private readonly PresenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PresenceTeller _teller;
    private readonly NodeLease _lease;
    private ITimer? _renewals;
    private TaskCompletionSource? _renewal;
    private bool _isLeaving;

    /// <summary>Makes the presence of one node.</summary>
    /// <param name="store">What the nodes share, as seen from this one; the presence disposes it.</param>
    /// <param name="options">How changes are told, and how long the lease is; the defaults unless given.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <param name="logger">Where failures of the store are logged.</param>
    public ClusterPresence(
        IPresenceStore store,
        PresenceOptions? options = null,
        TimeProvider? time = null,
        ILogger<ClusterPresence>? logger = null)
    {
        _store = store;
        _options = options ?? PresenceOptions.Default;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<ClusterPresence>.Instance;
        _teller = new PresenceTeller(_options, _time);
        _lease = new NodeLease(store, _options.Lease);
    }

    internal PresenceNode Node => _lease.Node;

    /// <inheritdoc/>
    public async ValueTask StartAsync(IPresenceHandler handler, CancellationToken cancellationToken = default)
    {
        _teller.Start(handler);
        await _store.StartAsync(this, cancellationToken).ConfigureAwait(false);
        await BeginLifeAsync().ConfigureAwait(false);
        TimeSpan interval = _options.Lease / RenewalsPerLease;
        _renewals = _time.CreateTimer(
            static presence => _ = ((ClusterPresence)presence!).RenewAsync(), this, interval, interval);
    }

    /// <inheritdoc/>
    public async ValueTask<PresenceSnapshot> JoinAsync(
        GroupName group, PresenceMember member, CancellationToken cancellationToken = default)
    {
        ClusterGroup joined;
        Task said;
        do
        {
            joined = GetOrAdd(group);
        }
        while (!joined.TryEnter(member, out said));
        await said.WaitAsync(cancellationToken).ConfigureAwait(false);
        return joined.Read(member)!;
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(GroupName group, string client, CancellationToken cancellationToken = default)
    {
        if (Find(group) is { } left)
        {
            await left.LeaveAsync(client).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PresenceSnapshot> ReadAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        if (Find(group)?.Read(null) is { } known)
        {
            return known;
        }

        PresenceRoster roster = await _store.ReadAsync(group, cancellationToken).ConfigureAwait(false);
        GroupMembers presence = _teller.NewGroup();
        presence.Replace("", roster.Entries);
        presence.Tell();
        _teller.OnRetired(presence.Version);
        return presence.Read(null);
    }

    /// <summary>Ends the node's lease: its people leave at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_renewals is not null)
        {
            await _renewals.DisposeAsync().ConfigureAwait(false);
        }

        // A renewal that is on its way may begin another lease, which nobody would end.
        await BeginLeaving().ConfigureAwait(false);
        _teller.Dispose();
        try
        {
            await _lease.EndAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Then it runs out.
            OnFault(exception);
        }

        await _store.DisposeAsync().ConfigureAwait(false);
    }

    void IPresenceStoreHandler.OnUpdate(GroupName group, long number, PresenceUpdate update) =>
        Find(group)?.OnUpdate(number, update);

    void IPresenceStoreHandler.OnReconnected()
    {
        foreach (ClusterGroup group in All())
        {
            group.OnReconnected();
        }
    }

    /// <summary>A group has been given up.</summary>
    internal void Remove(ClusterGroup group)
    {
        lock (_lock)
        {
            if (_groups.GetValueOrDefault(group.Name) == group)
            {
                _groups.Remove(group.Name);
            }
        }
    }

    /// <summary>The store says that a lease has ended. True if the node has another one by now.</summary>
    internal bool OnLeaseEnded(PresenceNode node)
    {
        if (node == Node)
        {
            _lease.OnEnded();
            _ = RenewAsync();
        }

        return node != Node;
    }

    internal void OnFault(Exception exception) => Log.PresenceFault(_logger, exception);

    private async Task RenewAsync()
    {
        // Twice if the lease ends meanwhile, which nobody else will look after. If it does so again, there is the timer.
        for (int round = 0; round < 2 && BeginRenewal() is { } renewal; round++)
        {
            bool isReached = await RenewOnceAsync().ConfigureAwait(false);
            EndRenewal(renewal);
            if (!isReached || _lease.IsHeld)
            {
                return;
            }
        }
    }

    // False if the store can't be reached.
    private async ValueTask<bool> RenewOnceAsync()
    {
        try
        {
            if (!await _lease.TryRenewAsync().ConfigureAwait(false))
            {
                await BeginLifeAsync().ConfigureAwait(false);
            }

            foreach (ClusterGroup group in All())
            {
                group.Work();
            }

            await _store.EndExpiredLeasesAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            OnFault(exception);
            return false;
        }
    }

    // One at a time, and none any more once the node goes away.
    private TaskCompletionSource? BeginRenewal()
    {
        lock (_lock)
        {
            return _isLeaving || _renewal is not null ? null : _renewal = new TaskCompletionSource();
        }
    }

    private void EndRenewal(TaskCompletionSource renewal)
    {
        lock (_lock)
        {
            _renewal = null;
        }

        renewal.SetResult();
    }

    private Task BeginLeaving()
    {
        lock (_lock)
        {
            _isLeaving = true;
            return _renewal?.Task ?? Task.CompletedTask;
        }
    }

    private ClusterGroup? Find(GroupName name)
    {
        lock (_lock)
        {
            return _groups.GetValueOrDefault(name);
        }
    }

    private ClusterGroup GetOrAdd(GroupName name)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue(name, out ClusterGroup? group))
            {
                _groups.Add(name, group = new ClusterGroup(name, this, _teller, _store));
            }

            return group;
        }
    }

    private ClusterGroup[] All()
    {
        lock (_lock)
        {
            return [.. _groups.Values];
        }
    }

    private async ValueTask BeginLifeAsync()
    {
        await _lease.BeginAsync().ConfigureAwait(false);
        foreach (ClusterGroup group in All())
        {
            group.EnterAnew();
        }
    }
}
