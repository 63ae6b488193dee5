using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Tells a group's sessions who comes and goes: those that know the members by list each change, the others how many there
/// are, once a second at most. Under the group's lock, unless it says else.
/// </summary>
internal sealed class GroupPresence
{
    // A list is not told of more members than this; and told again only when there are clearly fewer, so that one who
    // comes and goes does not have it sent to everybody each time.
    private const int MaxListed = 1000;
    private const int ListedAgain = 900;

    private static readonly TimeSpan _countInterval = TimeSpan.FromSeconds(1);

    private readonly LocalGroup _group;
    private readonly Lock _lock;
    private readonly TimeProvider _time;
    private readonly ConnectionSet _lists = new();
    private readonly ConnectionSet _counts = new();
    private readonly RecentChanges _recent = new();
    private ITimer? _timer;
    private int _count;
    private bool _isLarge;
    private bool _isCounted;
    private bool _isReading;

    public GroupPresence(LocalGroup group, Lock telling, TimeProvider time)
    {
        _group = group;
        _lock = telling;
        _time = time;
    }

    /// <summary>Makes sure that changes come to a loop.</summary>
    public void Prepare(ConnectionLoop loop)
    {
        _lists.Prepare(loop);
        _counts.Prepare(loop);
    }

    /// <summary>
    /// Says joined to a session, and every change after the snapshot that it comes with. Takes the lock.
    /// </summary>
    /// <returns>False if some of these changes are not known any more: take another snapshot.</returns>
    public bool TryAnnounce(SessionGroup member, ReadOnlySpan<byte> reference, JoinedState state)
    {
        lock (_lock)
        {
            PresenceSnapshot members = state.Members!;
            if (!_recent.Covers(members.Version))
            {
                return false;
            }

            _isLarge |= members.Members is null;
            _isCounted |= member.Mode == MembersMode.Count;
            bool isListed = member.Mode == MembersMode.List && !_isLarge;
            MembersMode told = isListed ? MembersMode.List : MembersMode.Count;
            var announcement = new Announcement(
                SessionEvents.BeginJoined(reference, member.Name, state).Members(told, members).End().ToMessage(),
                isListed ? _recent.After(members.Version) : [],
                member.Mode == MembersMode.List ? _lists : _counts);
            member.Session.Loop.Post(new LoopWork(
                static (member, announcement) => ((Announcement)announcement!).Tell((SessionGroup)member!), member, announcement));
            if (!isListed && _recent.Version > members.Version)
            {
                CountSoon();
            }

            return true;
        }
    }

    /// <summary>A session has left. On its loop.</summary>
    public void Remove(WebSocketConnection connection)
    {
        _lists.Remove(connection);
        _counts.Remove(connection);
    }

    public void OnChange(PresenceChange change)
    {
        _count = change.Count;
        PreparedMessage message = SessionEvents.Presence(_group.Name, change).ToMessage();
        _recent.Add(change.Version, message);
        if (_isLarge)
        {
            CountSoon();
        }
        else if (_count > MaxListed)
        {
            _isLarge = true;
            Retell(_lists, new PresenceSnapshot(change.Version, _count, null));
            CountSoon();
        }
        else
        {
            Publish(_lists, message);
            if (_isCounted)
            {
                CountSoon();
            }
        }

        message.Release();
    }

    public void OnReset(PresenceSnapshot snapshot)
    {
        _recent.StartAt(snapshot.Version);
        _count = snapshot.Count;
        _isLarge = snapshot.Members is null;
        Retell(_lists, snapshot);
        Retell(_counts, snapshot);
    }

    // What changes while the snapshot is on its way follows it.
    private async Task ListAgainAsync()
    {
        try
        {
            PresenceSnapshot snapshot = await _group.Presence!.ReadAsync(_group.Name).ConfigureAwait(false);
            lock (_lock)
            {
                _isReading = false;
                if (snapshot.Members is null || !_recent.Covers(snapshot.Version))
                {
                    // It was read too early, and what came meanwhile did not read again.
                    if (snapshot.Version < _recent.Version)
                    {
                        CountSoon();
                    }

                    return;
                }

                _isLarge = false;
                Retell(_lists, snapshot);
                foreach (PreparedMessage change in _recent.After(snapshot.Version))
                {
                    Publish(_lists, change);
                    change.Release();
                }
            }
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _isReading = false;

                // It is tried again with the next count, which is told without a change. A presence that has ended stays so.
                if (exception is not ObjectDisposedException)
                {
                    CountSoon();
                }
            }
        }
    }

    private void CountSoon() => _timer ??= _time.CreateTimer(
        static presence => ((GroupPresence)presence!).TellCount(), this, _countInterval, Timeout.InfiniteTimeSpan);

    private void TellCount()
    {
        bool isShort;
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            PreparedMessage message = SessionEvents.PresenceCount(_group.Name, _recent.Version, _count).ToMessage();
            Publish(_counts, message);
            if (_isLarge)
            {
                Publish(_lists, message);
            }

            message.Release();
            isShort = _isLarge && _count <= ListedAgain && !_isReading;
            _isReading |= isShort;
        }

        // Not under the lock: whoever keeps count may be about to tell of a change.
        if (isShort)
        {
            _ = ListAgainAsync();
        }
    }

    private void Retell(ConnectionSet sessions, PresenceSnapshot members)
    {
        GroupName name = _group.Name;
        sessions.ForEach(
            static (connection, told) =>
            {
                (GroupName name, PresenceSnapshot members, StreamPosition position) =
                    ((GroupName, PresenceSnapshot, StreamPosition))told!;
                Session.Of(connection)?.Find(name)?.Retell(members, position);
            },
            (name, members, _group.Position));
    }

    private static void Publish(ConnectionSet sessions, PreparedMessage message) =>
        sessions.Publish(message, new Delivery(SlowReaderPolicy.Close));
}
