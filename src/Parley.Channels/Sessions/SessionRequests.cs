namespace Parley.Channels;

/// <summary>
/// Reads what a session's client asks for, and begins it: section 3 of the reference page. On the session's loop; all that is
/// needed of a message is taken before anything waits.
/// </summary>
internal sealed class SessionRequests(Session session, SessionOperations operations)
{
    private const int MaxShow = 4096;
    private const int DefaultLimit = 100;

    /// <summary>Begins a request.</summary>
    /// <returns>Completes when the next one may begin.</returns>
    /// <exception cref="MalformedMessageException">The message breaks the rules.</exception>
    public ValueTask BeginAsync(in SessionMessage message)
    {
        if (message.IsTooDeep)
        {
            throw new MalformedMessageException(
                SessionErrorCode.TooDeep,
                $"A message is nested in at most {SessionMessage.MaxDepth} objects and arrays, itself included.");
        }

        if (message.Ref is { HasValue: true, IsString: false })
        {
            throw message.Ref.Bad("must be a string.");
        }

        byte[] reference = message.Ref.IsString ? message.Ref.Raw.ToArray() : [];
        return message.Op switch
        {
            SessionOp.Join => BeginJoin(message, reference),
            SessionOp.Leave => operations.LeaveAsync(message.Group.ToGroup(), reference),
            SessionOp.Publish => BeginPublish(message, reference),
            SessionOp.History => BeginHistory(message, reference),
            SessionOp.Signal => BeginSignal(message, reference),
            SessionOp.Auth => operations.AuthenticateAsync(message.Token.ToText(), reference),
            SessionOp.Ping => Pong(reference),
            _ => throw new MalformedMessageException(
                SessionErrorCode.UnknownOp, "op must be join, leave, publish, history, signal, auth or ping."),
        };
    }

    /// <summary>The connection has ended.</summary>
    public void End() => operations.End();

    private ValueTask BeginJoin(in SessionMessage message, byte[] reference)
    {
        GroupName group = message.Group.ToGroup();
        if (message.Show.Raw.Length > MaxShow)
        {
            throw message.Show.Bad($"has {message.Show.Raw.Length} bytes; at most {MaxShow} are taken.");
        }

        return operations.JoinAsync(
            group, AfterOf(message), ModeOf(message.Members), message.Show.Raw.ToArray(), reference);
    }

    private ValueTask BeginPublish(in SessionMessage message, byte[] reference)
    {
        string id = message.Id.ToToken();
        GroupName group = message.Group.ToGroup();
        return operations.PublishAsync(group, id, ToPublication(message, PublicationKind.Message, id), reference);
    }

    private ValueTask BeginSignal(in SessionMessage message, byte[] reference)
    {
        GroupName group = message.Group.ToGroup();
        return operations.SignalAsync(group, ToPublication(message, PublicationKind.Signal, id: null), reference);
    }

    private ValueTask BeginHistory(in SessionMessage message, byte[] reference)
    {
        GroupName group = message.Group.ToGroup();
        if (message.Before.HasValue == message.After.HasValue)
        {
            throw message.Before.Bad("or after is expected, one of the two.");
        }

        int limit = message.Limit.HasValue ? (int)message.Limit.ToInteger(1, HistoryQuery.MaxLimit) : DefaultLimit;
        HistoryQuery query = message.After.HasValue
            ? HistoryQuery.After(message.After.ToOffset(), limit)
            : HistoryQuery.Before(Math.Max(1, message.Before.ToOffset()), limit);
        return operations.ReadHistoryAsync(group, query, reference);
    }

    private Publication ToPublication(in SessionMessage message, PublicationKind kind, string? id) => message.Data.IsGiven
        ? SessionData.ToPublication(kind, message.Data, new PublicationOrigin(id, session.Client, session.User))
        : throw message.Data.Bad("is missing; any JSON is expected, be it null.");

    private ValueTask Pong(byte[] reference)
    {
        session.Send(SessionAnswers.Pong(reference));
        return ValueTask.CompletedTask;
    }

    private static StreamPosition? AfterOf(in SessionMessage message)
    {
        if (!message.After.HasValue)
        {
            return null;
        }

        long after = message.After.ToOffset();
        string? epoch = message.Epoch.HasValue ? message.Epoch.ToToken() : null;
        return after == 0 || epoch is not null
            ? new StreamPosition(epoch!, after)
            : throw message.Epoch.Bad("is missing; the one that after belongs to is expected.");
    }

    private static MembersMode ModeOf(SessionField members) => !members.HasValue
        ? MembersMode.List
        : members.ToText() switch
        {
            "list" => MembersMode.List,
            "count" => MembersMode.Count,
            "none" => MembersMode.None,
            _ => throw members.Bad("must be list, count or none."),
        };
}
