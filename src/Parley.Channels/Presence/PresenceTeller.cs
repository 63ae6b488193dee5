namespace Parley.Channels;

/// <summary>
/// Decides when changes are told. In a small group that is at once. Were it so in large ones, 1,000 people who come at
/// once would cost half a million messages, so there changes gather, and go out together.
/// </summary>
/// <param name="options">What is large, and how long changes gather.</param>
/// <param name="time">The clock.</param>
internal sealed class PresenceTeller(PresenceOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private List<ToldGroup> _waiting = [];
    private ITimer? _timer;
    private IPresenceHandler? _handler;
    private long _lastVersion;
    private bool _isDisposed;

    public IPresenceHandler Handler => _handler
        ?? throw new InvalidOperationException("Presence has not been started: call StartAsync first.");

    public void Start(IPresenceHandler handler) => _handler = handler;

    /// <summary>Nobody's members. Versions begin after all that a group of this name may have had before.</summary>
    public GroupMembers NewGroup() => new(options, Interlocked.Read(ref _lastVersion));

    public void OnRetired(long version)
    {
        lock (_lock)
        {
            _lastVersion = Math.Max(_lastVersion, version);
        }
    }

    /// <summary>A group has something to tell. Under the group's lock.</summary>
    public void OnChanged(ToldGroup group)
    {
        if (group.Presence.Count <= options.TellAtOnce)
        {
            group.Tell();
        }
        else if (!group.IsWaiting)
        {
            group.IsWaiting = true;
            Add(group);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _waiting.Clear();
            _timer?.Dispose();
        }
    }

    private void Add(ToldGroup group)
    {
        lock (_lock)
        {
            _waiting.Add(group);
            if (_waiting.Count == 1 && !_isDisposed)
            {
                _timer ??= time.CreateTimer(
                    static teller => ((PresenceTeller)teller!).TellAll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(options.Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void TellAll()
    {
        List<ToldGroup> groups;
        lock (_lock)
        {
            groups = _waiting;
            _waiting = [];
        }

        foreach (ToldGroup group in groups)
        {
            lock (group.Lock)
            {
                group.IsWaiting = false;
                group.Tell();
            }
        }
    }
}
