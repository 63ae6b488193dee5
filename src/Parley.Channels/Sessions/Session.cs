using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// One connection of the subprotocol <c>parley.v1</c>: it takes the client's messages one after another and answers them.
/// On the connection's loop. While a request waits for something, or too many publications are on their way, nothing is
/// read.
/// </summary>
internal sealed class Session : IWebSocketHandler
{
    private readonly SessionServer _server;
    private readonly SessionGroups _groups;
    private readonly PublishWindow _window;
    private readonly SessionRequests _requests;
    private readonly CancellationTokenSource _ended = new();
    private readonly SessionOutput _output;
    private readonly int _maxMessageSize;
    private MalformedCounter _malformed;
    private bool _isBusy;
    private bool _isPaused;
    private bool _isDraining;
    private long _lastHeard;

    public Session(SessionServer server, UpgradeRequest request)
    {
        _server = server;
        Connection = request.Connection;
        Connection.UserState = this;
        _maxMessageSize = Math.Min(server.Options.MaxMessageSize, request.Options.Protocol.MaxMessageSize);
        _output = new SessionOutput(Connection, request.Options.OutboundMark);
        Client = server.Groups.NextClient();
        User = server.Groups.Options.NameOf(Connection.Authentication.User);
        _groups = new SessionGroups(this, server.Groups.Local);
        _window = new PublishWindow(this);
        _requests = new SessionRequests(this, new SessionOperations(this, server, _groups, _window));
    }

    public WebSocketConnection Connection { get; }

    public ConnectionLoop Loop => Connection.Loop;

    public ILogger Logger => _server.Logger;

    /// <summary>What the others know the connection by.</summary>
    public string Client { get; }

    /// <summary>Who it is, if the server knows.</summary>
    public string? User { get; }

    public bool HasEnded => _ended.IsCancellationRequested;

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether so much waits for the client that a group's policy has to decide.</summary>
    public bool IsPastMark => _output.IsPastMark;

    /// <summary>The session of a connection, or null.</summary>
    public static Session? Of(WebSocketConnection connection) => connection.UserState as Session;

    public SessionGroup? Find(GroupName group) => _groups.Find(group);

    /// <summary>What it is now.</summary>
    public SessionInfo Describe() => new(Client, User, Connection, _groups.Names, _window.Total);

    public void OnOpen(WebSocketConnection connection)
    {
        _lastHeard = Loop.Now;
        _server.Add(this);
        Send(SessionAnswers.Welcome(Client, User, _server.Options, _maxMessageSize, _server.Features));
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        _lastHeard = Loop.Now;
        if (connection.State != ConnectionState.Open || _isDraining)
        {
            return;
        }

        Begin(type, payload);
        GoOn();
    }

    public void OnDrained(WebSocketConnection connection) => _output.OnDrained();

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        try
        {
            _ended.Cancel();
        }
        finally
        {
            // Also if what the application does about it has failed.
            _server.Remove(this);
            _requests.End();
            _groups.LeaveAll();
            _output.OnDrained();
        }
    }

    /// <summary>The server is going away: what has been asked is answered, and nothing more is read.</summary>
    public void OnStopping(WebSocketConnection connection)
    {
        if (!_isDraining)
        {
            _isDraining = true;
            Send(SessionAnswers.Drain(_server.NextDrainPause()));
            GoOn();
        }
    }

    /// <summary>Gives the client up if nothing has come from it for too long.</summary>
    /// <param name="patience">How long, in milliseconds.</param>
    public void CheckHeard(long patience)
    {
        // What we don't read is no silence.
        if (_isPaused || IsPastMark)
        {
            _lastHeard = Loop.Now;
        }
        else if (Loop.Now - _lastHeard > patience)
        {
            Log.SessionSilent(Logger, Connection.RemoteEndPoint);
            Connection.Abort();
        }
    }

    /// <summary>Sends an answer, however much waits: what a client is answered is bounded by what it asks.</summary>
    public void Send(SessionWriter answer) => _output.Send(MessageType.Text, answer.Written);

    /// <summary>Sends if not too much waits for the client already. If not, <see cref="OnDrained"/> follows.</summary>
    public bool TrySend(SessionWriter message) => _output.TrySend(MessageType.Text, message.Written);

    /// <summary>Sends a message that others get as well, however much waits.</summary>
    public void Send(PreparedMessage message) => _output.Send(message.Type, message.Payload);

    /// <summary>Sends, and if much waits for the client already, waits before that until it has read.</summary>
    public ValueTask SendAsync(SessionWriter message) => _output.SendAsync(MessageType.Text, message.Written);

    public void Refuse(
        ReadOnlySpan<byte> reference, string code, string message, string? id = null, TimeSpan? retryAfter = null)
    {
        SessionMetrics.CountError(code);
        Send(SessionAnswers.Error(reference, code, message, id, retryAfter));
    }

    public void Refuse(ReadOnlySpan<byte> reference, Exception exception, string? id = null)
    {
        var fault = RequestFault.Of(exception);
        if (fault.IsDefect)
        {
            Log.SessionFault(Logger, Connection.RemoteEndPoint, exception);
        }

        Refuse(reference, fault.Code, fault.Message, id, fault.RetryAfter);
    }

    /// <summary>A group has left something out, and tells so when the client reads again.</summary>
    public void HasLost(SessionGroup group) => _output.Add(group);

    /// <summary>Reads on, or not, as it has to be now.</summary>
    public void GoOn()
    {
        if (_isDraining && !_isBusy && _window.Count == 0)
        {
            Connection.Close(CloseCode.ServiceRestart, "the server is stopping");
            return;
        }

        bool mustPause = _isBusy || _isDraining || _window.IsFull;
        if (mustPause == _isPaused)
        {
            return;
        }

        _isPaused = mustPause;
        if (mustPause)
        {
            Connection.PauseReading();
        }
        else
        {
            Connection.ResumeReading();
        }
    }

    private void Begin(MessageType type, ReadOnlySpan<byte> payload)
    {
        SessionMessage message = default;
        try
        {
            message = Read(type, payload);
            ValueTask work = _requests.BeginAsync(message);
            if (!work.IsCompletedSuccessfully)
            {
                _isBusy = true;
                _ = WaitAsync(work, message.Ref.IsString ? message.Ref.Raw.ToArray() : [], message.IdOfPublish);
            }
        }
        catch (MalformedMessageException malformed)
        {
            Refuse(message.Ref.IsString ? message.Ref.Raw : [], malformed.Code, malformed.Message, message.IdOfPublish);
            if (_malformed.Add(Loop.Now))
            {
                Log.SessionMalformed(Logger, Connection.RemoteEndPoint);
                Connection.Close(CloseCode.PolicyViolation, "too many malformed messages");
            }
        }
    }

    private SessionMessage Read(MessageType type, ReadOnlySpan<byte> payload)
    {
        int most = _maxMessageSize;
        return type != MessageType.Text
            ? throw new MalformedMessageException(SessionErrorCode.InvalidJson, "A message is text; these were bytes.")
            : payload.Length > most
            ? throw new MalformedMessageException(
                SessionErrorCode.TooLarge, $"A message has at most {most} bytes; this one had {payload.Length}.")
            : SessionMessage.Parse(payload);
    }

    private async Task WaitAsync(ValueTask work, byte[] reference, string? id)
    {
        Exception? fault = null;
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (fault is not null && !HasEnded)
        {
            Refuse(reference, fault, id);
        }

        _isBusy = false;
        GoOn();
    }
}
