namespace Parley.Channels;

/// <summary>A client's place in a group: the position in its stream, who is there, and what waits for the reader.</summary>
internal sealed class ClientRoom(string group, SessionJoinOptions options, ClientInbox inbox, IClientRoomHandler handler)
{
    private readonly ClientPosition _position = new(options.After);

    public string Group => group;

    public StreamPosition? Position => _position.Known;

    public string Epoch => _position.Epoch;

    public ClientMembers Members { get; } = new();

    public ClientInbox Inbox => inbox;

    /// <summary>
    /// Whether the server has answered this room's own last join on this connection. What comes before belongs to an earlier
    /// one.
    /// </summary>
    public bool IsLive { get; set; }

    public bool HasEnded { get; private set; }

    /// <summary>Whether the group was left because its reader is far behind. It is joined again once that has caught up.</summary>
    public bool IsBehind { get; set; }

    /// <summary>When to ask again after a refusal for now.</summary>
    public TimeSpan? RetryAt { get; set; }

    public byte[] JoinMessage(string reference) => ClientMessages.Join(reference, group, _position.Asked, options);

    public void End(SessionException reason)
    {
        IsLive = false;
        HasEnded = true;
        handler.OnEnded(reason);
    }

    public void OnJoined(in ServerFields fields)
    {
        SessionJoined joined = GroupMessages.Joined(fields);
        IsLive = true;
        _position.OnJoined(joined.Head);
        SessionPresence? presence = Members.Replace(joined.Presence);
        Tell(joined);
        Tell(presence);
    }

    /// <summary>Takes what the server says of the group. Of what is not live nothing is told.</summary>
    public void OnMessage(ServerOp op, in ServerFields fields)
    {
        if (!IsLive)
        {
            return;
        }

        switch (op)
        {
            case ServerOp.Message:
                OnPublication(GroupMessages.Message(Epoch, fields));
                break;

            case ServerOp.Gap:
                Tell(_position.Pass(GroupMessages.Gap(fields)) is { } gap ? new SessionGap { Range = gap } : null);
                break;

            case ServerOp.Joined:
                OnJoined(fields);
                break;

            case ServerOp.Presence:
                Tell(Members.Apply(GroupMessages.Presence(fields)));
                break;

            case ServerOp.Signal:
                Tell(GroupMessages.Signal(fields));
                break;

            case ServerOp.Deleted:
                Tell(GroupMessages.Deleted(fields));
                break;
        }
    }

    private void OnPublication(SessionPublication message)
    {
        if (_position.TryPass(message.Position.Offset))
        {
            Tell(message);
        }
    }

    private void Tell(SessionEvent? told)
    {
        if (told is not null)
        {
            inbox.Add(told);
            handler.OnEvent(told);
        }
    }
}
