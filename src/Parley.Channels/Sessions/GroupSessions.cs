using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// A group's sessions on this node. Those that are live hear what the group is told as raw members do, encoded once and
/// with no code for each; for those that read history it is held. Everything under the group's lock, unless it says else.
/// </summary>
internal sealed class GroupSessions
{
    private readonly LocalGroup _group;
    private readonly Lock _lock;
    private readonly Delivery _delivery;
    private readonly TimeProvider _time;
    private readonly HashSet<SessionGroup> _members = [];
    private readonly List<SessionGroup> _holding = [];

    public GroupSessions(LocalGroup group, Lock telling, Delivery delivery, GroupsOptions options)
    {
        _group = group;
        _lock = telling;
        _delivery = delivery;
        _time = options.Time;
        Presence = options.Presence is null ? null : new GroupPresence(group, telling, options.Time);
    }

    /// <summary>Who is in the group; null if nobody keeps count.</summary>
    public GroupPresence? Presence { get; }

    /// <summary>The sessions that hear what is published.</summary>
    public ConnectionSet Live { get; } = new();

    /// <summary>The connections of all sessions that are in the group.</summary>
    public IEnumerable<WebSocketConnection> Connections => _members.Select(static member => member.Session.Connection);

    public void Add(SessionGroup member, StreamPosition position)
    {
        _members.Add(member);
        Live.Prepare(member.Session.Loop);
        Presence?.Prepare(member.Session.Loop);
        Hold(member, position);
    }

    /// <summary>Forgets a session. On its loop; takes the lock.</summary>
    public void Remove(SessionGroup member)
    {
        lock (_lock)
        {
            _members.Remove(member);
            if (member.Hold is { } hold)
            {
                _holding.Remove(member);
                hold.Clear();
                member.Hold = null;
            }
        }

        Live.Remove(member.Session.Connection);
        Presence?.Remove(member.Session.Connection);
    }

    /// <summary>
    /// Lets a session hear what is published from now on, and what is held before that, if it has everything up to where
    /// the hold starts. Takes the lock.
    /// </summary>
    /// <param name="member">The session.</param>
    /// <param name="sent">What it has been sent.</param>
    public bool TryGoLive(SessionGroup member, StreamPosition sent)
    {
        lock (_lock)
        {
            SessionHold hold = member.Hold!;
            if (hold.Start.Epoch is not null && (hold.Start.Epoch != sent.Epoch || hold.Start.Offset > sent.Offset))
            {
                return false;
            }

            _holding.Remove(member);
            member.Hold = null;

            // Under the lock: it lies behind all that was published before and ahead of all that is later.
            member.Session.Loop.Post(new LoopWork(
                static (member, hold) => ((SessionGroup)member!).GoLive((SessionHold)hold!), member, hold));
            return true;
        }
    }

    /// <summary>Where a session's hold starts. Takes the lock.</summary>
    public StreamPosition StartOf(SessionGroup member)
    {
        lock (_lock)
        {
            return member.Hold?.Start ?? default;
        }
    }

    /// <summary>Completes when a session's epoch ends, or when it has left. Takes the lock.</summary>
    public Task AwaitEpoch(SessionGroup member)
    {
        lock (_lock)
        {
            return member.Hold?.AwaitEpoch() ?? Task.CompletedTask;
        }
    }

    public void OnMessage(Publication publication, StreamPosition position)
    {
        if (_members.Count == 0)
        {
            return;
        }

        DateTimeOffset at = publication.At == default ? _time.GetUtcNow() : publication.At;
        PreparedMessage message = SessionEvents.Message(_group.Name, position, publication, at).ToMessage();
        foreach (SessionGroup member in _holding)
        {
            member.Hold!.Add(position, message);
        }

        if (_delivery.Policy == SlowReaderPolicy.Close)
        {
            Live.Publish(message, _delivery);
            message.Release();
        }
        else
        {
            // Each one has to be asked whether it takes it. Its bytes go to nobody's pool: the last one to be asked is not
            // known.
            Live.ForEach(
                static (connection, live) => Session.Of(connection)?.Find(((LiveMessage)live!).Group)?.Deliver((LiveMessage)live),
                new LiveMessage(_group.Name, position, message));
        }
    }

    public void OnSignal(Publication publication)
    {
        if (_members.Count > 0)
        {
            var signal = new LiveSignal(
                publication.Origin.Client, SessionEvents.Signal(_group.Name, publication).ToMessage());
            Live.ForEach(static (connection, signal) => ((LiveSignal)signal!).Tell(connection), signal);
        }
    }

    public void OnGap(StreamGap gap, long to)
    {
        if (_members.Count == 0)
        {
            return;
        }

        foreach (SessionGroup member in _holding)
        {
            member.Hold!.SkipTo(new StreamPosition(gap.Epoch, to));
        }

        SessionMetrics.CountGap();
        Publish(SessionEvents.Gap(_group.Name, gap));
    }

    public void OnErased(long offset)
    {
        if (_members.Count == 0)
        {
            return;
        }

        SessionWriter deleted = SessionEvents.Deleted(_group.Name, offset);
        PreparedMessage message = deleted.ToMessage();
        foreach (SessionGroup member in _holding)
        {
            member.Hold!.Add(message);
        }

        message.Release();
        Publish(deleted);
    }

    /// <summary>Everybody has to be told of another epoch, and what it has.</summary>
    /// <param name="last">Where the former epoch ended, as far as it was told.</param>
    /// <param name="position">Where the new one stands.</param>
    public void OnNewEpoch(StreamPosition last, StreamPosition position)
    {
        foreach (SessionGroup member in _members)
        {
            if (member.Hold is { } hold)
            {
                hold.BeginEpoch(position);
                continue;
            }

            Hold(member, position);
            member.Hold!.BeginEpoch(position);
            member.Session.Loop.Post(new LoopWork(
                static (member, last) => ((SessionGroup)member!).Restart((StreamPosition)last!), member, last));
        }
    }

    private void Hold(SessionGroup member, StreamPosition position)
    {
        member.Hold = new SessionHold(position);
        _holding.Add(member);
    }

    // What is said this way is never dropped: it is about what is missing.
    private void Publish(SessionWriter writer)
    {
        PreparedMessage message = writer.ToMessage();
        Live.Publish(message, new Delivery(SlowReaderPolicy.Close));
        message.Release();
    }
}
