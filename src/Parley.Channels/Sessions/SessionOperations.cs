namespace Parley.Channels;

/// <summary>
/// Does what a session's client asks for, as far as its rate and its rights go. Begins on the session's loop, one
/// operation after another: the next one waits until the returned task has completed.
/// </summary>
internal sealed class SessionOperations(Session session, SessionServer server, SessionGroups groups, PublishWindow window)
{
    // Groups whose history is being sent: each has a page in memory.
    private const int MaxRecoveries = 16;

    private readonly SessionRights _rights = new(session, server);
    private int _recoveries;

    private ConnectionLoop Loop => session.Loop;

    private SessionServerOptions Options => server.Options;

    private IChannelLayer Layer => server.Groups.Layer;

    public async ValueTask JoinAsync(
        GroupName group, StreamPosition? after, MembersMode mode, byte[] show, byte[] reference)
    {
        if (groups.Find(group) is not null)
        {
            session.Refuse(reference, SessionErrorCode.AlreadyJoined, $"{group.Value} is joined.");
            return;
        }

        if (groups.Count >= Options.MaxGroups)
        {
            session.Refuse(
                reference, SessionErrorCode.TooManyGroups, $"A session may be in {Options.MaxGroups} groups: leave one first.");
            return;
        }

        // Who begins with the first that there is reads history, as far as rights go.
        bool isAllowed = _rights.TryAcquire(reference)
            && await _rights.MayAsync(Access(SessionOperation.Join, group) with { After = after }, reference).ConfigureAwait(false)
            && (after is not { Epoch: null }
                || await _rights.MayAsync(Access(SessionOperation.ReadHistory, group) with { After = after }, reference).ConfigureAwait(false));
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (!isAllowed || session.HasEnded)
        {
            return;
        }

        SessionGroup member = groups.Add(group, mode);
        Task? recovery = null;
        Exception? fault = null;
        try
        {
            recovery = await member.JoinAsync(after, show, reference).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (fault is not null)
        {
            groups.Remove(group);
            session.Refuse(reference, fault);
        }
        else if (recovery is { IsCompleted: false })
        {
            Task counted = CountAsync(recovery);
            if (_recoveries >= MaxRecoveries)
            {
                await counted.ConfigureAwait(false);
            }
        }
    }

    public async ValueTask LeaveAsync(GroupName group, byte[] reference)
    {
        if (groups.Find(group) is not { } member)
        {
            session.Refuse(reference, SessionErrorCode.NotJoined, $"{group.Value} is not joined.");
            return;
        }

        groups.Remove(group);
        await groups.LeaveAsync(member).ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        session.Send(SessionAnswers.Left(reference, group));
    }

    /// <summary>Publishes, and lets go of the publication.</summary>
    public async ValueTask PublishAsync(GroupName group, string id, Publication publication, byte[] reference)
    {
        try
        {
            bool isAllowed = _rights.TryAcquire(reference, id)
                && await _rights.MayAsync(Access(SessionOperation.Publish, group, publication), reference, id).ConfigureAwait(false);
            if (!Loop.IsCurrent)
            {
                await Loop.SwitchTo();
            }

            if (isAllowed)
            {
                window.Add(Publish(group, publication), group, id, reference);
            }
        }
        finally
        {
            publication.Release();
        }
    }

    /// <summary>Signals, and lets go of the publication.</summary>
    public async ValueTask SignalAsync(GroupName group, Publication publication, byte[] reference)
    {
        try
        {
            if (groups.Find(group) is null)
            {
                session.Refuse(reference, SessionErrorCode.NotJoined, $"{group.Value} is not joined: only its members signal.");
                return;
            }

            if (_rights.TryAcquire(reference)
                && await _rights.MayAsync(Access(SessionOperation.Signal, group, publication), reference).ConfigureAwait(false))
            {
                await Layer.PublishAsync(group, publication).ConfigureAwait(false);
            }
        }
        finally
        {
            publication.Release();
        }
    }

    public async ValueTask ReadHistoryAsync(GroupName group, HistoryQuery query, byte[] reference)
    {
        bool isAllowed = _rights.TryAcquire(reference)
            && await _rights.MayAsync(Access(SessionOperation.ReadHistory, group), reference).ConfigureAwait(false);
        if (!isAllowed)
        {
            return;
        }

        bool hasHistory = Layer.Capabilities.HasFlag(LayerCapabilities.History);
        using HistoryPage page = hasHistory
            ? await Layer.ReadHistoryAsync(group, query).ConfigureAwait(false)
            : HistoryPage.Empty;
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        // A page is long: the next request waits until the client reads.
        await session.SendAsync(SessionAnswers.History(reference, group, page)).ConfigureAwait(false);
    }

    public async ValueTask AuthenticateAsync(string token, byte[] reference)
    {
        if (!_rights.TryAcquire(reference))
        {
            return;
        }

        SessionIdentity? identity = Options.Authenticate is { } authenticate
            ? await authenticate(token, session.Ended).ConfigureAwait(false)
            : null;
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (identity is null || server.Groups.Options.NameOf(identity.User) != session.User)
        {
            session.Refuse(reference, SessionErrorCode.Forbidden, identity is null
                ? "The token is not taken."
                : "The token is somebody else's: open another connection for another user.");
            return;
        }

        session.Connection.Authentication.Renew(identity.User, identity.ExpiresAt);
        session.Send(SessionAnswers.Authenticated(reference, session.User));
    }

    /// <summary>The connection has ended.</summary>
    public void End() => _rights.End();

    private ValueTask<PublishResult> Publish(GroupName group, Publication publication)
    {
        try
        {
            return Layer.PublishAsync(group, publication);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<PublishResult>(exception);
        }
    }

    private SessionAccess Access(SessionOperation operation, GroupName group, Publication? publication = null) =>
        new(operation, group, session.Connection.Authentication.User, session.Client) { Publication = publication };

    private async Task CountAsync(Task recovery)
    {
        _recoveries++;
        await recovery.ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        _recoveries--;
    }
}
