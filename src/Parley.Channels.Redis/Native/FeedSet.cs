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

        try
        {
            foreach (GroupFeed feed in _feeds.Values)
            {
                await feed.CheckHeadAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.HeadsNotRead(context.Logger, exception.Message);
        }
        finally
        {
            Volatile.Write(ref _isChecking, 0);
        }
    }
}
