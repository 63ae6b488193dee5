using System.Text.Json;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The client's side of <c>parley.v1</c> without its sockets and threads: messages in, messages out, and a clock that is
/// asked. Everything that happens is decided here, and the same things in the same order have the same outcome. One caller
/// at a time.
/// </summary>
internal sealed class SessionClientCore
{
    private readonly SessionClientOptions _options;
    private readonly ISessionClientShell _shell;
    private readonly SessionClock _clock;
    private readonly ClientBackoff _backoff;
    private readonly ClientHeartbeat _heartbeat;
    private readonly ClientFlow _flow;
    private readonly ClientOutbox _outbox;
    private readonly ClientRequests _requests;
    private readonly ClientRooms _rooms;

    // While connecting: until when a welcome must have come. While waiting: when the next attempt is made.
    private TimeSpan _deadline;
    private TimeSpan _openedAt;

    // After what time the server may be asked again, as it said; and when that is.
    private TimeSpan _drain;
    private TimeSpan _notBefore;

    /// <summary>Makes a core, which does nothing before <see cref="Start"/>.</summary>
    /// <param name="options">The client's options.</param>
    /// <param name="shell">The world.</param>
    /// <param name="random">Chance, from 0 to less than 1.</param>
    /// <param name="idPrefix">128 random bits, as text: what the ids of publications begin with.</param>
    public SessionClientCore(SessionClientOptions options, ISessionClientShell shell, Func<double> random, string idPrefix)
    {
        _options = options;
        _shell = shell;
        _clock = new SessionClock(options.Time);
        _backoff = new ClientBackoff(options.MinPause, options.MaxPause, random);
        _heartbeat = new ClientHeartbeat(options.Timeout);
        _flow = new ClientFlow(options.Timeout);
        _outbox = new ClientOutbox(options.OutboxPublications, idPrefix, _clock, shell.Send);
        _requests = new ClientRequests(shell.Send);
        _rooms = new ClientRooms(options, _requests, _flow, _clock);
    }

    public SessionClientState State { get; private set; } = SessionClientState.Waiting;

    public SessionWelcome? Welcome { get; private set; }

    /// <summary>The time, as <see cref="Due"/> counts it.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>When <see cref="OnTick"/> is to be called next.</summary>
    public TimeSpan Due => State switch
    {
        SessionClientState.Connecting or SessionClientState.Waiting => _deadline,
        SessionClientState.Open => Earliest(_heartbeat.Due, _flow.Due, _rooms.Due),
        _ => TimeSpan.MaxValue,
    };

    public void Start() => Connect();

    /// <summary>A message has come on the connection.</summary>
    public void OnReceived(ReadOnlySpan<byte> json)
    {
        try
        {
            _heartbeat.OnReceived();
            Dispatch(ServerHead.Read(json), json);
        }
        catch (JsonException exception)
        {
            // What it was about can't be known, and nothing may be missing without a word: all is asked for again.
            Lose(CloseCode.AbnormalClosure, $"The server sent something that is not parley.v1. {exception.Message}");
        }

        Settle();
    }

    /// <summary>The connection is lost, or could not be made.</summary>
    public void OnLost(CloseCode code, string reason) => Lose(code, reason);

    /// <summary>Time has passed.</summary>
    public void OnTick()
    {
        TimeSpan now = Now;
        switch (State)
        {
            case SessionClientState.Connecting when now >= _deadline:
                Lose(CloseCode.AbnormalClosure, $"No welcome came within {_options.Timeout.TotalSeconds:0.#} s.");
                break;

            case SessionClientState.Waiting when now >= _deadline:
                Connect();
                break;

            case SessionClientState.Open when _heartbeat.IsLost(now):
                Lose(CloseCode.AbnormalClosure, $"Nothing came for {_options.Timeout.TotalSeconds:0.#} s after a ping.");
                break;

            case SessionClientState.Open:
                OnOpenTick(now);
                break;
        }

        Settle();
    }

    /// <summary>The network is back, or the program: no more waiting, and no trust in a connection that may be dead.</summary>
    public void Wake()
    {
        if (State == SessionClientState.Open)
        {
            _heartbeat.OnPing(Now);
            _shell.Send(ClientMessages.Ping);
        }
        else if (State == SessionClientState.Waiting && Now >= _notBefore)
        {
            Connect();
        }
    }

    /// <exception cref="SessionException">The group is joined already, or the client closed.</exception>
    public ClientRoom Join(string group, SessionJoinOptions options, IClientRoomHandler handler)
    {
        if (State == SessionClientState.Closed)
        {
            throw Closed();
        }

        ClientRoom room = _rooms.Join(group, options, handler);
        Settle();
        return room;
    }

    /// <summary>Leaves a group. Nothing of it is told from here on.</summary>
    public Task Leave(ClientRoom room)
    {
        Task left = _rooms.Leave(room);
        Settle();
        return left;
    }

    public string NewId() => _outbox.NewId();

    public Task<SessionPublished> Publish(string group, string id, ReadOnlyMemory<byte> data)
    {
        Task<SessionPublished> published = State == SessionClientState.Closed
            ? Task.FromException<SessionPublished>(Closed(id))
            : _outbox.Add(group, id, data);
        Settle();
        return published;
    }

    /// <summary>Whether it was sent: it is not while the group is not joined on an open connection.</summary>
    /// <exception cref="SessionException">It is larger than the server takes.</exception>
    public bool TrySignal(ClientRoom room, ReadOnlyMemory<byte> data)
    {
        if (!room.IsLive)
        {
            return false;
        }

        byte[] text = ClientMessages.Signal(room.Group, data);
        if (text.Length > Welcome!.MaxMessage)
        {
            throw ClientRequests.TooLarge(text.Length, Welcome.MaxMessage);
        }

        _shell.Send(text);
        return true;
    }

    public Task<SessionHistoryPage> ReadHistory(string group, HistoryQuery query)
    {
        string epoch = _rooms.Find(group)?.Epoch ?? "";
        return Ask(
            reference => ClientMessages.History(reference, group, query), json => ServerMessages.History(epoch, json));
    }

    public Task<bool> Authenticate(string token) => Ask(reference => ClientMessages.Auth(reference, token), static _ => true);

    /// <summary>An event was taken by the room's reader.</summary>
    public void OnTaken(ClientRoom room, SessionEvent told)
    {
        _rooms.OnTaken(room, told);
        Settle();
    }

    /// <summary>Ends everything for good.</summary>
    public void Close()
    {
        if (State == SessionClientState.Closed)
        {
            return;
        }

        State = SessionClientState.Closed;
        _shell.Disconnect(CloseCode.NormalClosure);
        _rooms.End(Closed());
        _requests.End(Closed());
        _outbox.End();
        _shell.OnState(new SessionClientStateChange(State));
    }

    private static TimeSpan Earliest(TimeSpan a, TimeSpan b, TimeSpan c) => new(Math.Min(a.Ticks, Math.Min(b.Ticks, c.Ticks)));

    private static SessionException Closed(string? id = null) =>
        new(SessionException.Closed, "The client is closed.") { Id = id };

    private void Connect()
    {
        State = SessionClientState.Connecting;
        _deadline = Now + _options.Timeout;
        _drain = TimeSpan.Zero;
        _shell.OnState(new SessionClientStateChange(State));
        _shell.Connect();
    }

    private void Lose(CloseCode code, string reason)
    {
        if (State is SessionClientState.Waiting or SessionClientState.Closed)
        {
            return;
        }

        TimeSpan lasted = State == SessionClientState.Open ? Now - _openedAt : TimeSpan.Zero;
        TimeSpan pause = _backoff.Next(code, lasted, _drain);
        State = SessionClientState.Waiting;
        _deadline = Now + pause;
        _notBefore = Now + _drain;
        _shell.Disconnect(null);
        _rooms.Cut();
        _outbox.Cut();
        _requests.Cut();
        _flow.Reset();
        _shell.OnState(new SessionClientStateChange(State, pause, code, reason));
    }

    private void OnOpenTick(TimeSpan now)
    {
        if (_heartbeat.TakePing(now))
        {
            _shell.Send(ClientMessages.Ping);
        }

        if (now >= _flow.Due)
        {
            _rooms.GiveUpFull();
        }

        _rooms.Retry(now);
    }

    private void Dispatch(ServerHead head, ReadOnlySpan<byte> json)
    {
        if (State == SessionClientState.Open)
        {
            OnMessage(head, json);
        }
        else if (State == SessionClientState.Connecting && head.Op == ServerOp.Welcome)
        {
            OnWelcome(ServerMessages.Welcome(json));
        }
    }

    private void OnMessage(ServerHead head, ReadOnlySpan<byte> json)
    {
        switch (head.Op)
        {
            case ServerOp.Published when head.Id is { } id:
                SessionPublished published = ServerMessages.Published(id, json);
                _outbox.Take(id)?.Resolve(published);
                _outbox.Flush();
                break;

            case ServerOp.Error:
                OnError(head, ServerMessages.Error(head.Id, json));
                break;

            case ServerOp.Drain:
                _drain = ServerMessages.Drain(json);
                break;

            case ServerOp.Unknown or ServerOp.Welcome or ServerOp.Pong or ServerOp.Published:
                break;

            default:
                if (_requests.Take(head.Ref) is { } request)
                {
                    request.Answered(json);
                }
                else
                {
                    _rooms.OnMessage(head, json);
                }

                break;
        }
    }

    private void OnWelcome(SessionWelcome welcome)
    {
        Welcome = welcome;
        State = SessionClientState.Open;
        _openedAt = Now;
        _heartbeat.Start(_openedAt, welcome.Heartbeat);
        _shell.OnState(new SessionClientStateChange(State));
        _requests.Resume(welcome);
        _rooms.Resume();
        _outbox.Resume(welcome);
    }

    private void OnError(ServerHead head, SessionException error)
    {
        if (_requests.Take(head.Ref) is { } request)
        {
            request.Refused(error);
        }
        else if (_outbox.Take(head.Id) is { } entry)
        {
            entry.Reject(error);
            _outbox.Flush();
        }
        else
        {
            _shell.OnRefusal(error);
        }
    }

    private Task<T> Ask<T>(Func<string, byte[]> write, AnswerReader<T> read)
    {
        if (State == SessionClientState.Closed)
        {
            return Task.FromException<T>(Closed());
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(
            write,
            json => Resolve(answer, json, read),
            refusal => answer.SetException(refusal!),
            isOfOneConnection: false);
        Settle();
        return answer.Task;
    }

    private static void Resolve<T>(TaskCompletionSource<T> answer, ReadOnlySpan<byte> json, AnswerReader<T> read)
    {
        try
        {
            answer.SetResult(read(json));
        }
        catch (JsonException exception)
        {
            answer.SetException(new SessionException("internal", $"The answer is not parley.v1. {exception.Message}"));
            throw;
        }
    }

    // Whether to read on depends on all that has happened.
    private void Settle()
    {
        if (State == SessionClientState.Open && _flow.Decide(Now, _outbox.HasOnTheirWay || _requests.AreOnTheirWay))
        {
            _heartbeat.Pause(Now, _flow.IsPaused);
            _shell.Pause(_flow.IsPaused);
        }
    }
}
