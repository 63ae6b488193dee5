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
    private readonly ClientAttempts _attempts;
    private readonly ClientHeartbeat _heartbeat;
    private readonly ClientFlow _flow;
    private readonly ClientOutbox _outbox;
    private readonly ClientRequests _requests;
    private readonly ClientRooms _rooms;
    private readonly ServerListener _listener;

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
        _attempts = new ClientAttempts(new ClientBackoff(options.MinPause, options.MaxPause, random), options.Timeout);
        _heartbeat = new ClientHeartbeat(options.Timeout);
        _flow = new ClientFlow(options.Timeout);
        _outbox = new ClientOutbox(options.OutboxPublications, idPrefix, _clock, shell.Send);
        _requests = new ClientRequests(shell.Send);
        _rooms = new ClientRooms(options, _requests, _flow, _clock);
        _listener = new ServerListener(_outbox, _requests, _rooms, _attempts, shell.OnRefusal);
    }

    public SessionClientState State { get; private set; } = SessionClientState.Waiting;

    public SessionWelcome? Welcome { get; private set; }

    /// <summary>The time, as <see cref="Due"/> counts it.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>When <see cref="OnTick"/> is to be called next.</summary>
    public TimeSpan Due => State switch
    {
        SessionClientState.Connecting or SessionClientState.Waiting => _attempts.Due,
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
            OnMessage(new ServerFields(json));
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
            case SessionClientState.Connecting when now >= _attempts.Due:
                Lose(CloseCode.AbnormalClosure, $"No welcome came within {_options.Timeout.TotalSeconds:0.#} s.");
                break;

            case SessionClientState.Waiting when now >= _attempts.Due:
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
        else if (State == SessionClientState.Waiting && _attempts.MayHurry(Now))
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
            reference => ClientMessages.History(reference, group, query), (in page) => ServerMessages.History(epoch, page));
    }

    public Task<bool> Authenticate(string token) => Ask(reference => ClientMessages.Auth(reference, token), static (in _) => true);

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
        _attempts.Begin(Now);
        _shell.OnState(new SessionClientStateChange(State));
        _shell.Connect();
    }

    private void Lose(CloseCode code, string reason)
    {
        if (State is SessionClientState.Waiting or SessionClientState.Closed)
        {
            return;
        }

        TimeSpan pause = _attempts.OnLost(Now, code);
        State = SessionClientState.Waiting;
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

    private void OnMessage(in ServerFields fields)
    {
        var head = ServerHead.Read(fields);
        if (State == SessionClientState.Open)
        {
            _listener.OnMessage(head, fields);
        }
        else if (State == SessionClientState.Connecting && head.Op == ServerOp.Welcome)
        {
            OnWelcome(ServerMessages.Welcome(fields));
        }
    }

    private void OnWelcome(SessionWelcome welcome)
    {
        Welcome = welcome;
        State = SessionClientState.Open;
        _attempts.OnWelcome(Now);
        _heartbeat.Start(Now, welcome.Heartbeat);
        _shell.OnState(new SessionClientStateChange(State));
        _requests.Resume(welcome);
        _rooms.Resume();
        _outbox.Resume(welcome);
    }

    private Task<T> Ask<T>(Func<string, byte[]> write, AnswerReader<T> read)
    {
        Task<T> answer = State == SessionClientState.Closed
            ? Task.FromException<T>(Closed())
            : _requests.Ask(write, read);
        Settle();
        return answer;
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
