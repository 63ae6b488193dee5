using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// A session in a group: how it comes and goes, and what it is told while it is live. On the session's loop; only
/// <see cref="Hold"/> is under the group's lock.
/// </summary>
internal sealed class SessionGroup
{
    private readonly LocalGroups _groups;
    private readonly SessionRecovery _recovery;
    private GroupSessions? _following;
    private LostRange _lost;
    private bool _isJoining;
    private bool _isPresent;
    private bool _isCleanedUp;

    public SessionGroup(Session session, GroupName name, MembersMode mode, LocalGroups groups)
    {
        _groups = groups;
        Session = session;
        Name = name;
        Mode = mode;
        _recovery = new SessionRecovery(this);
    }

    public Session Session { get; }

    public GroupName Name { get; }

    public MembersMode Mode { get; }

    /// <summary>What is held while the session is not live; null while it is. Under the group's lock.</summary>
    public SessionHold? Hold { get; set; }

    /// <summary>Whether nothing of the group may be sent any more.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The group on this node, once it has been entered.</summary>
    public LocalGroup? Local { get; private set; }

    /// <summary>The group's sessions, once this one is among them.</summary>
    public GroupSessions Following => _following!;

    private ConnectionLoop Loop => Session.Loop;

    /// <summary>Joins, tells the session so, and begins to send what it missed.</summary>
    /// <param name="after">The client's position; an epoch of null for everything; null for nothing old.</param>
    /// <param name="show">What the others see.</param>
    /// <param name="reference">The request's <c>ref</c>.</param>
    /// <returns>Completes when the session is live; null if it has left meanwhile.</returns>
    public async ValueTask<Task?> JoinAsync(StreamPosition? after, ReadOnlyMemory<byte> show, ReadOnlyMemory<byte> reference)
    {
        _isJoining = true;
        bool isJoined = false;
        try
        {
            Local = await _groups.EnterAsync(Name).ConfigureAwait(false);
            if (!Loop.IsCurrent)
            {
                await Loop.SwitchTo();
            }

            Task? recovery = HasLeft ? null : await BeginAsync(after, show, reference).ConfigureAwait(false);
            isJoined = true;
            return recovery;
        }
        finally
        {
            if (!Loop.IsCurrent)
            {
                await Loop.SwitchTo();
            }

            _isJoining = false;
            HasLeft |= !isJoined;
            if (HasLeft)
            {
                await CleanUpAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Leaves. Nothing of the group is sent any more. One that is joining is cleaned up after.</summary>
    public ValueTask LeaveAsync()
    {
        HasLeft = true;
        return _isJoining ? ValueTask.CompletedTask : CleanUpAsync();
    }

    /// <summary>What was held follows what was sent, and what is published from now on follows that.</summary>
    public void GoLive(SessionHold hold)
    {
        if (hold.HasLost && !HasLeft)
        {
            Session.Connection.Close(CloseCode.TryAgainLater, "too much came while joining");
        }

        foreach (HeldMessage held in hold.Messages)
        {
            if (!HasLeft && (held.Offset == 0 || held.Offset > _recovery.Sent.Offset))
            {
                Session.Send(held.Message);
            }
        }

        hold.Clear();
        if (!HasLeft)
        {
            Following.Live.Add(Session.Connection);
        }
    }

    /// <summary>The epoch has ended while the session was live: it begins again with the new one.</summary>
    /// <param name="last">The last that it was sent of the old one.</param>
    public void Restart(StreamPosition last)
    {
        if (!HasLeft)
        {
            Following.Live.Remove(Session.Connection);
            _recovery.Sent = _lost.IsEmpty ? last : last with { Offset = _lost.From - 1 };
            _lost = default;
            _ = _recovery.RunAsync(null);
        }
    }

    /// <summary>Delivers a publication of a group that leaves out what slow readers don't take.</summary>
    public void Deliver(LiveMessage live)
    {
        bool isTaken = TryTellLost()
            && Session.Connection.Enqueue(live.Message, new Delivery(SlowReaderPolicy.DropNewest)) != SendStatus.Full;
        if (!isTaken)
        {
            _lost = _lost.Extend(live.Position);
            Session.HasLost(this);
        }
    }

    /// <summary>The client reads again: it is told what it missed, once, before anything newer.</summary>
    /// <returns>False if it can't be told yet.</returns>
    public bool TryTellLost()
    {
        if (!_lost.IsEmpty && !HasLeft)
        {
            var gap = new StreamGap(_lost.Epoch, _recovery.MissingFrom(_lost.From), _lost.To);
            if (!Session.TrySend(SessionEvents.Gap(Name, gap)))
            {
                return false;
            }

            SessionMetrics.CountGap();
        }

        _lost = default;
        return true;
    }

    public void Tell(StreamGap gap)
    {
        if (!HasLeft)
        {
            SessionMetrics.CountGap();
            Session.Send(SessionEvents.Gap(Name, gap));
        }
    }

    /// <summary>Says anew who is in the group.</summary>
    /// <param name="members">Who.</param>
    /// <param name="position">Where the group stands.</param>
    public void Retell(PresenceSnapshot members, StreamPosition position)
    {
        if (!HasLeft)
        {
            StreamPosition head = position.Epoch == _recovery.Sent.Epoch ? position : _recovery.Sent;
            var state = new JoinedState(head, IsRecovered: false, _recovery.IsRecoverable, members);
            Session.Send(SessionEvents.BeginJoined(default, Name, state).Members(Mode, members).End());
        }
    }

    /// <summary>Says joined, and who is there in the same moment, so that every change after it follows.</summary>
    public async ValueTask AnnounceAsync(ReadOnlyMemory<byte> reference, JoinedState state)
    {
        if (state.Members is null || Mode == MembersMode.None)
        {
            Session.Send(SessionEvents.BeginJoined(reference.Span, Name, state).End());
            return;
        }

        while (!Following.Presence!.TryAnnounce(this, reference.Span, state))
        {
            state = state with { Members = await Local!.Presence!.ReadAsync(Name).ConfigureAwait(false) };
        }

        // Behind what has been posted.
        await Loop.SwitchTo();
    }

    /// <summary>Who is there now; null if nobody keeps count, or nobody asks.</summary>
    public async ValueTask<PresenceSnapshot?> ReadMembersAsync() => Mode == MembersMode.None || Local!.Presence is not { } presence
        ? null
        : await presence.ReadAsync(Name).ConfigureAwait(false);

    private async ValueTask<Task?> BeginAsync(
        StreamPosition? after, ReadOnlyMemory<byte> show, ReadOnlyMemory<byte> reference)
    {
        _following = Local!.Follow(this);
        PresenceSnapshot? members = await EnterPresenceAsync(show).ConfigureAwait(false);
        RecoveryStart start = await _recovery.FindStartAsync(after).ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (HasLeft)
        {
            start.Page?.Dispose();
            return null;
        }

        _recovery.Sent = start.Sent;
        _recovery.Skipped = start.Skipped;
        var state = new JoinedState(start.Head, start.IsRecovered, _recovery.IsRecoverable, members);
        await AnnounceAsync(reference, state).ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        SessionMetrics.CountJoin(start.Outcome);
        if (start.Gap is { } gap)
        {
            Tell(gap);
        }

        return _recovery.RunAsync(start.Page);
    }

    private async ValueTask<PresenceSnapshot?> EnterPresenceAsync(ReadOnlyMemory<byte> show)
    {
        if (Local!.Presence is not { } presence)
        {
            return null;
        }

        _isPresent = true;
        var member = new PresenceMember(Session.Client, Session.User, show);
        return await presence.JoinAsync(Name, member).ConfigureAwait(false);
    }

    private async ValueTask CleanUpAsync()
    {
        if (_isCleanedUp || Local is not { } local)
        {
            return;
        }

        _isCleanedUp = true;
        _following?.Remove(this);
        try
        {
            if (_isPresent)
            {
                await local.Presence!.LeaveAsync(Name, Session.Client).ConfigureAwait(false);
            }
        }
        finally
        {
            await _groups.LeaveAsync(local).ConfigureAwait(false);
        }
    }
}
