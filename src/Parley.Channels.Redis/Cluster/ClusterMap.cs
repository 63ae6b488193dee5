using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// The map of slots as it is known now. It is read again when a node says that it is wrong or a node goes away: by one
/// at a time, and not more often than every 100 ms.
/// </summary>
internal sealed class ClusterMap(RedisEndpoint first, RedisOptions options, ILogger logger)
{
    private static readonly RedisCommand _read = RedisCommand.Of("CLUSTER", "SLOTS");
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private volatile SlotMap _current = SlotMap.Single(first);
    private Task _reading = Task.CompletedTask;
    private Task _last = Task.CompletedTask;

    public SlotMap Current => _current;

    /// <summary>One slot is elsewhere.</summary>
    public void Learn(Redirection redirection)
    {
        lock (_gate)
        {
            if (_current.OwnerOf(redirection.Slot) != redirection.Owner)
            {
                _current = _current.With(redirection.Slot, redirection.Owner);
            }
        }
    }

    /// <summary>Reads the map again, or waits for whoever is reading it.</summary>
    /// <param name="nodes">Whom to ask, in turn.</param>
    /// <param name="onRead">What to do with a new map.</param>
    public Task RefreshAsync(Func<IEnumerable<RedisNode>> nodes, Func<SlotMap, ValueTask> onRead)
    {
        lock (_gate)
        {
            if (_reading.IsCompleted)
            {
                _reading = ReadAsync(nodes, onRead, _last);
                _last = Task.Delay(_pause, options.Time);
            }

            return _reading;
        }
    }

    private async Task ReadAsync(Func<IEnumerable<RedisNode>> nodes, Func<SlotMap, ValueTask> onRead, Task pause)
    {
        await pause.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Exception? fault = null;
        foreach (RedisNode node in nodes())
        {
            try
            {
                RespValue reply =
                    await node.ExecuteAsync(_read, CommandPrefix.None, CancellationToken.None).ConfigureAwait(false);
                var map = SlotMap.Read(reply, node.Endpoint);
                if (map.Masters.Count > 0)
                {
                    await ApplyAsync(map, onRead).ConfigureAwait(false);
                    return;
                }
            }
            catch (Exception exception)
            {
                fault = exception;
            }
        }

        if (fault is not null)
        {
            Log.NoClusterMap(logger, fault.Message);
        }
    }

    private async ValueTask ApplyAsync(SlotMap map, Func<SlotMap, ValueTask> onRead)
    {
        SlotMap before = _current;
        lock (_gate)
        {
            _current = map;
        }

        if (map.Covered != before.Covered || map.IsCluster != before.IsCluster || map.Masters.Count != before.Masters.Count)
        {
            Log.ClusterMap(logger, map.Masters.Count, map.Covered);
        }

        await onRead(map).ConfigureAwait(false);
    }
}
