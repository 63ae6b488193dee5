using System.Collections.Concurrent;

namespace Parley.Channels.Redis;

/// <summary>The groups that a node is told of.</summary>
internal sealed class FeedSet(FeedContext context) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<GroupName, GroupFeed> _feeds = new();
    private ITimer? _checks;
    private int _isChecking;

    public void Start(TimeSpan interval) => _checks = context.Time.CreateTimer(
        static feeds => _ = ((FeedSet)feeds!).CheckHeadsAsync(), this, interval, interval);

    public async ValueTask<StreamPosition> AddAsync(GroupName group, CancellationToken cancellationToken)
    {
        if (_feeds.ContainsKey(group))
        {
            return (await context.Scripts.GetHeadAsync(group, cancellationToken).ConfigureAwait(false)).Position;
        }

        var feed = new GroupFeed(group, context);
        _feeds[group] = feed;
        try
        {
            return await feed.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Remove(group);
            throw;
        }
    }

    public void Remove(GroupName group)
    {
        if (_feeds.TryRemove(group, out GroupFeed? feed))
        {
            feed.End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_checks is not null)
        {
            await _checks.DisposeAsync().ConfigureAwait(false);
        }

        foreach (GroupName group in _feeds.Keys)
        {
            Remove(group);
        }
    }

    // One after another: they have all the time until the next round.
    private async Task CheckHeadsAsync()
    {
        if (Interlocked.Exchange(ref _isChecking, 1) == 1)
        {
            return;
        }

        Exception? fault = null;
        foreach (GroupFeed feed in _feeds.Values)
        {
            fault = await TryCheckHeadAsync(feed).ConfigureAwait(false) ?? fault;
        }

        if (fault is not null)
        {
            Log.HeadsNotRead(context.Logger, fault.Message);
        }

        Volatile.Write(ref _isChecking, 0);
    }

    // What is wrong with one group, or with the server that has it, keeps no other group from being asked.
    private static async ValueTask<Exception?> TryCheckHeadAsync(GroupFeed feed)
    {
        try
        {
            await feed.CheckHeadAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
