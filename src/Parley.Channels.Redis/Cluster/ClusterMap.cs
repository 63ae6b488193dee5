using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// The map of slots as it is known now. It is read again when a node says that it is wrong or a node goes away: one
/// reading at a time, and a pause after each.
/// </summary>
internal sealed class ClusterMap(RedisEndpoint first, RedisOptions options, ILogger logger)
{
    private static readonly RedisCommand _read = RedisCommand.Of("CLUSTER", "SLOTS");
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile SlotMap _current = SlotMap.Single(first);
    private Task _reading = Task.CompletedTask;
    private Task _pausing = Task.CompletedTask;
    private bool _isReading;
    private bool _isAskedAgain;

    public SlotMap Current => _current;

    /// <summary>Why it could not be read the last time that it could not.</summary>
    public Exception? LastFault { get; private set; }

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

    /// <summary>Reads the map again. Whoever asks while it is being read gets one that was asked for after that.</summary>
    /// <param name="nodes">Whom to ask, in turn. If there is nobody, the next connection asks again.</param>
    /// <param name="onRead">What to do with a new map.</param>
    public Task RefreshAsync(Func<IEnumerable<RedisNode>> nodes, Func<SlotMap, ValueTask> onRead)
    {
        lock (_gate)
        {
            if (_isReading)
            {
                _isAskedAgain = true;
            }
            else
            {
                _isReading = true;
                _reading = ReadAsAskedAsync(nodes, onRead);
            }

            return _reading;
        }
    }

    private async Task ReadAsAskedAsync(Func<IEnumerable<RedisNode>> nodes, Func<SlotMap, ValueTask> onRead)
    {
        var backoff = new ReconnectBackoff(_pause, _longestPause);
        bool hasFailed;
        do
        {
            await _pausing.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            hasFailed = await TryReadAsync(nodes, onRead).ConfigureAwait(false) is { } fault && Report(fault);
            _pausing = Task.Delay(hasFailed ? backoff.Next() : _pause, options.Time);
        }
        while (IsToBeReadAgain(hasFailed));
    }

    private bool IsToBeReadAgain(bool hasFailed)
    {
        lock (_gate)
        {
            _isReading = hasFailed || _isAskedAgain;
            _isAskedAgain = false;
            return _isReading;
        }
    }

    // Returns what went wrong, if anything did.
    private async Task<Exception?> TryReadAsync(Func<IEnumerable<RedisNode>> nodes, Func<SlotMap, ValueTask> onRead)
    {
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
                    return null;
                }
            }
            catch (Exception exception)
            {
                fault = exception;
            }
        }

        return fault;
    }

    private bool Report(Exception fault)
    {
        LastFault = fault;
        Log.NoClusterMap(logger, fault.Message);
        return true;
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
