using Parley.Protocol;

namespace Parley.Channels;

/// <summary>One attempt of a <see cref="SessionClient"/> to connect, and the connection that comes of it.</summary>
internal sealed class SessionSocket(SessionClientHost host) : IWebSocketHandler
{
    private readonly CancellationTokenSource _givenUp = new();
    private WebSocketConnection? _connection;
    private (CloseCode Code, string Reason) _ending;
    private volatile bool _isPaused;

    /// <summary>Cancelled when the client has given it up.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>Completes when the connection has ended, if there is one.</summary>
    public Task Completion => _connection?.Completion ?? Task.CompletedTask;

    /// <summary>Signals are nothing to be kept waiting: past this nobody sends any.</summary>
    public long UnsentBytes => _connection?.UnsentBytes ?? 0;

    public void Send(byte[] json) => _connection?.Send(MessageType.Text, json);

    /// <summary>Gives it up, whatever has become of it.</summary>
    public void End(CloseCode? code)
    {
        // What waits for it goes on elsewhere: the client is in the middle of something.
        _ = _givenUp.CancelAsync();
        if (code is { } closeCode)
        {
            _connection?.Close(closeCode);
        }
        else
        {
            _connection?.Abort();
        }
    }

    /// <summary>Posted, since what was received already may come at once.</summary>
    public void Pause(bool isPaused)
    {
        _isPaused = isPaused;
        _connection?.Loop.Post(new LoopWork(static (socket, _) => ((SessionSocket)socket!).ApplyPause(), this));
    }

    public void OnOpen(WebSocketConnection connection)
    {
        host.OnOpen(this, connection);
    }

    /// <summary>The client takes it for its own.</summary>
    public void Take(WebSocketConnection connection) => _connection = connection;

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        // A session's messages are text. What else comes is not for this version.
        if (type == MessageType.Text)
        {
            host.OnReceived(this, payload);
        }
    }

    /// <summary>Posted, since it may be a send of the client's own that finds the connection broken.</summary>
    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        _ending = (code, reason);
        connection.Loop.Post(new LoopWork(static (socket, _) => ((SessionSocket)socket!).TellEnding(), this));
    }

    private void TellEnding() => host.OnLost(this, _ending.Code, _ending.Reason);

    private void ApplyPause()
    {
        if (_isPaused)
        {
            _connection!.PauseReading();
        }
        else
        {
            _connection!.ResumeReading();
        }
    }
}
