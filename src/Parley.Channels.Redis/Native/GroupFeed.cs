namespace Parley.Channels.Redis;

/// <summary>
/// What a node is told of a group: everything that is published, in order and once. What does not follow on what came
/// last is read from the group's stream first; what that has no more is told as a gap.
/// </summary>
internal sealed class GroupFeed : IRedisSubscriber
{
    private const int PageLength = 500;
    private const int MaxHeld = 10_000;
    private const int MaxFailures = 5;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly GroupName _group;
    private readonly FeedContext _context;
    private readonly FeedState _state;
    private List<GroupMessage> _held = [];
    private bool _isReading;
    private bool _isReadAgain;
    private bool _isInterrupted;
    private bool _hasEnded;
    private bool _wasTold;

    public GroupFeed(GroupName group, FeedContext context)
    {
        _group = group;
        _context = context;
        _state = new FeedState(group, context);
    }

    /// <summary>Subscribes, and says where the group stands.</summary>
    public async ValueTask<StreamPosition> StartAsync(CancellationToken cancellationToken)
    {
        await _context.Redis.SubscribeAsync(_context.Keys.Channel(_group), this, cancellationToken).ConfigureAwait(false);
        GroupHead head = await _context.Scripts.GetHeadAsync(_group, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            // A connection that was lost meanwhile has taken with it what followed the head.
            if (!_state.TryBegin(head) || _isReadAgain)
            {
                _isReadAgain = false;
                BeginReading();
            }
        }

        return head.Position;
    }

    /// <summary>Ends the subscription. Nothing is told any more when this has returned.</summary>
    public void End()
    {
        _context.Redis.Unsubscribe(_context.Keys.Channel(_group));
        bool wasInterrupted;
        lock (_lock)
        {
            wasInterrupted = _isInterrupted && !_hasEnded;
            _hasEnded = true;
        }

        if (wasInterrupted)
        {
            _context.Health.OnResumed();
        }
    }

    /// <summary>Asks whether the last publication of a group that has fallen quiet was lost on its way.</summary>
    public async Task CheckHeadAsync()
    {
        lock (_lock)
        {
            bool isQuiet = !_wasTold && !_isReading && !_isInterrupted && !_hasEnded && _state.HasBegun;
            _wasTold = false;
            if (!isQuiet)
            {
                return;
            }
        }

        GroupHead head = await _context.Scripts.GetHeadAsync(_group).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_hasEnded && !_state.IsAt(head))
            {
                BeginReading();
            }
        }
    }

    public void OnMessage(ReadOnlyMemory<byte> payload)
    {
        if (!GroupMessage.TryRead(payload, out GroupMessage message))
        {
            _context.OnMalformed(_group);
            return;
        }

        lock (_lock)
        {
            _wasTold = true;
            if (_hasEnded)
            {
                return;
            }

            if (message.Kind == GroupMessageKind.Signal)
            {
                _state.TellSignal(message);
            }
            else if (_isReading)
            {
                Hold(message);
            }
            else if (!_state.TryApply(message))
            {
                BeginReading();
                Hold(message);
            }
        }
    }

    public void OnInterrupted(Exception reason)
    {
        lock (_lock)
        {
            if (_isInterrupted || _hasEnded)
            {
                return;
            }

            _isInterrupted = true;
        }

        _context.Health.OnInterrupted();
    }

    public void OnResumed()
    {
        lock (_lock)
        {
            if (!_isInterrupted || _hasEnded)
            {
                return;
            }

            _isInterrupted = false;
            if (_state.HasBegun)
            {
                BeginReading();
            }
            else
            {
                _isReadAgain = true;
            }
        }

        _context.Health.OnResumed();
    }

    // Under the lock.
    private void BeginReading()
    {
        if (_isReading)
        {
            _isReadAgain = true;
            return;
        }

        _isReading = true;
        _ = ReadAsync();
    }

    private void Hold(in GroupMessage message)
    {
        if (_held.Count == MaxHeld)
        {
            // It is in the stream.
            _held.Clear();
            _isReadAgain = true;
        }

        _held.Add(message);
    }

    private async Task ReadAsync()
    {
        RedisMetrics.CountReading();
        int failures = 0;
        while (true)
        {
            StreamPosition position;
            lock (_lock)
            {
                if (_hasEnded)
                {
                    return;
                }

                position = _state.Position;
                _isReadAgain = false;
            }

            try
            {
                HistoryQuery query = HistoryQuery.After(position.Offset, PageLength);
                RespValue reply = await _context.Scripts.ReadAsync(_group, query).ConfigureAwait(false);
                failures = 0;
                if (OnRead(reply, position))
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                Log.StreamNotRead(_context.Logger, _group.Value, exception.Message);
                if (++failures >= MaxFailures && TrySkip())
                {
                    return;
                }

                await Task.Delay(_pause, _context.Time).ConfigureAwait(false);
            }
        }
    }

    // True if the feed is live again.
    private bool OnRead(in RespValue reply, StreamPosition asked)
    {
        GroupPage? page = GroupPage.Read(reply, isKept: false, () => _context.OnMalformed(_group));
        using HistoryPage? disposed = page?.Page;
        lock (_lock)
        {
            if (_hasEnded)
            {
                return true;
            }

            // A group that nobody knows any more begins anew with the next to ask for it.
            if (page is null)
            {
                _ = StartAnewAsync();
                return true;
            }

            return _state.TryApply(page, asked) && !page.Page.HasMore && !_isReadAgain && GoLive();
        }
    }

    private async Task StartAnewAsync()
    {
        try
        {
            await _context.Scripts.GetHeadAsync(_group).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.StreamNotRead(_context.Logger, _group.Value, exception.Message);
            await Task.Delay(_pause, _context.Time).ConfigureAwait(false);
        }

        await ReadAsync().ConfigureAwait(false);
    }

    // What came meanwhile may be older than what was read, or follow on it.
    private bool GoLive()
    {
        List<GroupMessage> held = _held;
        _held = [];
        foreach (GroupMessage message in held)
        {
            if (!_state.TryApply(message))
            {
                return false;
            }
        }

        _isReading = false;
        return true;
    }

    // The stream can't be read, and publications come all the same: members are told what they miss.
    private bool TrySkip()
    {
        lock (_lock)
        {
            if (_isInterrupted || _held.Count == 0)
            {
                return false;
            }

            _state.SkipTo(_held[0]);
            return GoLive();
        }
    }
}
