namespace Parley.Channels;

/// <summary>The groups that a client is in, or wants to be in.</summary>
internal sealed class ClientRooms(SessionClientOptions options, ClientRequests requests, ClientFlow flow, SessionClock clock)
{
    private readonly Dictionary<string, ClientRoom> _rooms = new(StringComparer.Ordinal);

    // Those that the server has refused for now.
    private readonly HashSet<ClientRoom> _refused = [];
    private bool _isOpen;

    /// <summary>When <see cref="Retry"/> is to be called next.</summary>
    public TimeSpan Due => _refused.Count == 0
        ? TimeSpan.MaxValue
        : _refused.Min(static room => room.RetryAt) ?? TimeSpan.MaxValue;

    public ClientRoom? Find(string? group) => group is null ? null : _rooms.GetValueOrDefault(group);

    /// <exception cref="SessionException">The group is joined already.</exception>
    public ClientRoom Join(string group, SessionJoinOptions joinOptions, IClientRoomHandler handler)
    {
        if (_rooms.ContainsKey(group))
        {
            throw new SessionException(
                SessionException.AlreadyJoined, $"{group} is joined already. Leave it before you join it again.");
        }

        var room = new ClientRoom(group, joinOptions, new ClientInbox(options.InboxEvents, options.InboxBytes), handler);
        _rooms.Add(group, room);
        Join(room);
        return room;
    }

    /// <summary>Leaves a group. Nothing of it is told from here on.</summary>
    public Task Leave(ClientRoom room)
    {
        if (room.HasEnded)
        {
            return Task.CompletedTask;
        }

        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        End(room, new SessionException(SessionException.Left, $"{room.Group} has been left."));
        Leave(room, left.SetResult);
        return left.Task;
    }

    public void OnMessage(ServerHead head, in ServerFields fields)
    {
        if (Find(head.Group) is { } room)
        {
            room.OnMessage(head.Op, fields);
            CheckInbox(room);
        }
    }

    /// <summary>An event was taken by the room's reader.</summary>
    public void OnTaken(ClientRoom room, SessionEvent told)
    {
        room.Inbox.Remove(told);
        flow.OnTaken(room, clock.Now);
        if (room is { IsBehind: true, HasEnded: false } && room.Inbox.IsHalfEmpty)
        {
            room.IsBehind = false;
            Join(room);
        }
    }

    /// <summary>Leaves the groups whose readers take nothing, so that the others go on.</summary>
    public void GiveUpFull() => Array.ForEach([.. flow.Full], FallBehind);

    /// <summary>Asks again for what was refused until now.</summary>
    public void Retry(TimeSpan now) =>
        Array.ForEach([.. _refused.Where(room => now >= room.RetryAt)], Join);

    /// <summary>There is a connection again.</summary>
    public void Resume()
    {
        _isOpen = true;
        foreach (ClientRoom room in _rooms.Values)
        {
            Join(room);
        }
    }

    /// <summary>The connection is lost.</summary>
    public void Cut()
    {
        _isOpen = false;
        _refused.Clear();
        foreach (ClientRoom room in _rooms.Values)
        {
            room.IsLive = false;
        }
    }

    public void End(SessionException reason) => Array.ForEach([.. _rooms.Values], room => End(room, reason));

    private void Join(ClientRoom room)
    {
        _refused.Remove(room);
        if (_isOpen && !room.IsBehind)
        {
            requests.Add(
                room.JoinMessage, (in joined) => OnJoined(room, joined), refusal => OnRefused(room, refusal), isOfOneConnection: true);
        }
    }

    private void OnJoined(ClientRoom room, in ServerFields joined)
    {
        if (!room.HasEnded)
        {
            room.OnJoined(joined);
            CheckInbox(room);
        }
    }

    private void OnRefused(ClientRoom room, SessionException? refusal)
    {
        if (refusal is null || room.HasEnded)
        {
            return;
        }

        if (refusal.RetryAfter is { } pause)
        {
            room.RetryAt = clock.Now + pause;
            _refused.Add(room);
        }
        else
        {
            End(room, refusal);
        }
    }

    private void CheckInbox(ClientRoom room)
    {
        flow.OnTold(room);
        if (room is { IsLive: true, Inbox.IsOverflowing: true })
        {
            FallBehind(room);
        }
    }

    // The group is left until its reader has caught up. Then it is joined again, from where it was.
    private void FallBehind(ClientRoom room)
    {
        room.IsLive = false;
        room.IsBehind = true;
        flow.Forget(room);
        Leave(room, static () => { });
    }

    private void Leave(ClientRoom room, Action left) => requests.Add(
        reference => ClientMessages.Leave(reference, room.Group), (in _) => left(), _ => left(), isOfOneConnection: true);

    private void End(ClientRoom room, SessionException reason)
    {
        _rooms.Remove(room.Group);
        _refused.Remove(room);
        flow.Forget(room);
        room.End(reason);
    }
}
