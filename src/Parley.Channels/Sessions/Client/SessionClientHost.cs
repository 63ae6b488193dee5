using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Runs a client's core: under a lock, with a timer, and with one connection at a time, which this makes and gives up as
/// the core wants. Any thread may call any member.
/// </summary>
internal sealed class SessionClientHost : ISessionClientShell, IAsyncDisposable
{
    private const string Protocol = "parley.v1";
    private const int RandomBytes = 16;

    // A publication waits in the outbox, which is bounded. Signals are dropped beyond this.
    private const long SignalMark = 1024 * 1024;

    private static readonly TimeSpan _longestPause = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly SessionClientOptions _options;
    private readonly WebSocketClientOptions _webSocket;
    private readonly ILogger _logger;
    private readonly SessionClientCore _core;
    private readonly ITimer _timer;
    private readonly StateTeller _states;
    private SessionSocket? _socket;
    private TimeSpan _timerDue = TimeSpan.MaxValue;

    public SessionClientHost(SessionClientOptions options)
    {
        _options = options;

        // The outbox bounds what waits to be sent.
        _webSocket = options.WebSocket with
        {
            Subprotocols = [Protocol],
            Connection = options.WebSocket.Connection with { OutboundMark = int.MaxValue },
        };
        _logger = options.LoggerFactory.CreateLogger<SessionClient>();
        _states = new StateTeller(options.OnStateChanged, _logger);
        _core = new SessionClientCore(
            options, this, NextRandom, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));
        _timer = options.Time.CreateTimer(
            static host => ((SessionClientHost)host!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does something with the core, and then what follows from it.</summary>
    public T Do<T>(Func<SessionClientCore, T> action)
    {
        T result;
        lock (_lock)
        {
            result = action(_core);
            SetTimer();
        }

        _states.Tell();
        return result;
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Action<SessionClientCore> action)
    {
        lock (_lock)
        {
            action(_core);
            SetTimer();
        }

        _states.Tell();
    }

    public T Read<T>(SessionSubscription subscription, Func<ClientRoom, T> read) => Do(_ => read(subscription.Room!));

    public bool TrySignal(SessionSubscription subscription, ReadOnlyMemory<byte> json) => Do(core =>
        _socket?.UnsentBytes < SignalMark && core.TrySignal(subscription.Room!, json));

    public Task LeaveAsync(SessionSubscription subscription) => Do(core => core.Leave(subscription.Room!));

    public void OnTaken(SessionSubscription subscription, SessionEvent told) =>
        Do(core => core.OnTaken(subscription.Room!, told));

    public void OnOpen(SessionSocket socket, WebSocketConnection connection)
    {
        bool isWanted;
        lock (_lock)
        {
            isWanted = socket == _socket;
            if (isWanted)
            {
                socket.Take(connection);
            }
        }

        if (!isWanted)
        {
            connection.Abort();
        }
        else if (connection.Subprotocol != Protocol)
        {
            OnLost(socket, CloseCode.AbnormalClosure, $"{_options.Uri} speaks no {Protocol}. Is this the right path?");
        }
    }

    public void OnReceived(SessionSocket socket, ReadOnlySpan<byte> json)
    {
        lock (_lock)
        {
            if (socket == _socket)
            {
                _core.OnReceived(json);
                SetTimer();
            }
        }

        _states.Tell();
    }

    public void OnLost(SessionSocket socket, CloseCode code, string reason) => Do(core =>
    {
        if (socket == _socket)
        {
            core.OnLost(code, reason);
        }
    });

    /// <summary>Closes the core, and waits for the close handshake.</summary>
    public async ValueTask DisposeAsync()
    {
        SessionSocket? socket = Do(core =>
        {
            SessionSocket? last = _socket;
            core.Close();
            return last;
        });
        await _timer.DisposeAsync().ConfigureAwait(false);
        await (socket?.Completion ?? Task.CompletedTask).ConfigureAwait(false);
    }

    void ISessionClientShell.Connect()
    {
        _socket = new SessionSocket(this);
        _ = ConnectAsync(_socket);
    }

    void ISessionClientShell.Send(byte[] json) => _socket!.Send(json);

    void ISessionClientShell.Disconnect(CloseCode? code)
    {
        SessionSocket? socket = _socket;
        _socket = null;
        socket?.End(code);
    }

    void ISessionClientShell.Pause(bool isPaused) => _socket!.Pause(isPaused);

    void ISessionClientShell.OnState(SessionClientStateChange change)
    {
        if (change.State == SessionClientState.Waiting)
        {
            SessionClientLog.Lost(_logger, _options.Uri, (int)change.CloseCode!.Value, change.Reason, change.RetryIn);
        }

        _states.Add(change);
    }

    void ISessionClientShell.OnRefusal(SessionException refusal) =>
        SessionClientLog.Refused(_logger, _options.Uri, refusal.Code, refusal.Message);

    private static double NextRandom() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private void OnTimer() => Do(core =>
    {
        _timerDue = TimeSpan.MaxValue;
        core.OnTick();
    });

    private void SetTimer()
    {
        TimeSpan due = _core.Due;
        if (due != _timerDue)
        {
            _timerDue = due;

            // Timers know no less than a millisecond: one that came too early would come again and again. Nor do they know
            // more than 49 days, and a server may ask for a year: one that comes early finds nothing due, and is set again.
            double pause = Math.Clamp(Math.Ceiling((due - _core.Now).TotalMilliseconds), 0, _longestPause.TotalMilliseconds);
            _timer.Change(
                due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(pause), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ConnectAsync(SessionSocket socket)
    {
        // Elsewhere: the core is in the middle of something.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            string? token = _options.Token is null ? null : await _options.Token(socket.GivenUp).ConfigureAwait(false);
            WebSocketClientOptions options = string.IsNullOrEmpty(token)
                ? _webSocket
                : _webSocket with { Fields = [.. _webSocket.Fields, new("Authorization", "Bearer " + token)] };
            await WebSocketClient.ConnectAsync(_options.Uri, socket, options, socket.GivenUp).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever kept it from connecting, the user's own token among it: the next attempt may fare better.
            OnLost(socket, CloseCode.AbnormalClosure, exception.Message);
        }
    }
}
