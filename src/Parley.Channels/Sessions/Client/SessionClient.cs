using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// A client of <c>parley.v1</c>: rooms that lose nothing. It comes back by itself until it is disposed, joins its groups
/// again from where it was cut off, and sends again what was not answered. Any thread may call any member.
/// </summary>
public sealed class SessionClient : IAsyncDisposable
{
    private const string Protocol = "parley.v1";
    private const int RandomBytes = 16;
    private const int MaxIdLength = 64;

    // A publication waits in the outbox, which is bounded. Signals are dropped beyond this.
    private const long SignalMark = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SessionClientOptions _options;
    private readonly WebSocketClientOptions _webSocket;
    private readonly ILogger _logger;
    private readonly SessionClientCore _core;
    private readonly ITimer _timer;
    private readonly StateTeller _states;
    private SessionSocket? _socket;
    private TimeSpan _timerDue = TimeSpan.MaxValue;

    private SessionClient(SessionClientOptions options)
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
            options, new Shell(this), NextRandom, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));
        _timer = options.Time.CreateTimer(
            static client => ((SessionClient)client!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How the client stands with its server.</summary>
    public SessionClientState State => Do(static core => core.State);

    /// <summary>What the server said last when it welcomed the client; null before it did for the first time.</summary>
    public SessionWelcome? Welcome => Do(static core => core.Welcome);

    /// <summary>Begins to connect, and returns at once. What is asked of the client waits for its connection.</summary>
    /// <param name="options">Where to, and how.</param>
    public static SessionClient Connect(SessionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new SessionClient(options);
        client.Do(static core =>
        {
            core.Start();
            return true;
        });
        return client;
    }

    /// <summary>Joins a group, now or once there is a connection, and again after each reconnect.</summary>
    /// <param name="group">The group.</param>
    /// <param name="options">Where to begin, and what others see. From now on, and nothing, unless given.</param>
    /// <param name="cancellationToken">Gives up the joining.</param>
    /// <returns>The subscription, once the server has let the client in. Read it.</returns>
    /// <exception cref="SessionException">The server refuses; the group is joined already; the client is closed.</exception>
    /// <exception cref="ArgumentException"><see cref="SessionJoinOptions.Show"/> is no JSON.</exception>
    public async ValueTask<SessionSubscription> JoinAsync(
        GroupName group, SessionJoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= SessionJoinOptions.Default;
        if (!options.Show.IsEmpty)
        {
            SessionJson.Check(options.Show.Span, nameof(options));
        }

        SessionJoinOptions kept = options with { Show = options.Show.ToArray() };
        var subscription = new SessionSubscription(this, group);
        Do(core => subscription.Room = core.Join(group.Value, kept, subscription.Handler));
        try
        {
            await subscription.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = LeaveAsync(subscription);
            throw;
        }

        return subscription;
    }

    /// <summary>
    /// Publishes to a group, now or once there is a connection; sent again after each reconnect until the server has
    /// answered, for as long as it remembers ids. Publications go out in the order of the calls. The group need not be joined.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="json">JSON in UTF-8, nested at most 63 deep. Copied before the method returns.</param>
    /// <param name="id">
    /// The publication's id: <see cref="NewId"/>'s, or that of an earlier attempt that failed, with the same data. A new one
    /// unless given.
    /// </param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <returns>Its place, once it is durable.</returns>
    /// <exception cref="SessionException">
    /// The server refuses, or <see cref="SessionException.Unknown"/>, <see cref="SessionException.Closed"/>,
    /// <see cref="SessionException.TooLarge"/>, <see cref="SessionException.OutboxFull"/> or
    /// <see cref="SessionException.IdReused"/>.
    /// </exception>
    /// <exception cref="ArgumentException">It is no JSON, or the id is none.</exception>
    public Task<SessionPublished> PublishAsync(
        GroupName group, ReadOnlyMemory<byte> json, string? id = null, CancellationToken cancellationToken = default)
    {
        SessionJson.Check(json.Span, nameof(json));
        CheckId(id);
        return Do(core => core.Publish(group.Value, id ?? core.NewId(), json)).WaitAsync(cancellationToken);
    }

    /// <summary>Publishes a value as JSON.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="data">The value.</param>
    /// <param name="type">How it is written, from a source-generated context.</param>
    /// <param name="id">The publication's id. A new one unless given.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <inheritdoc cref="PublishAsync(GroupName, ReadOnlyMemory{byte}, string?, CancellationToken)"/>
    public Task<SessionPublished> PublishAsync<T>(
        GroupName group, T data, JsonTypeInfo<T> type, string? id = null, CancellationToken cancellationToken = default) =>
        PublishAsync(group, JsonSerializer.SerializeToUtf8Bytes(data, type), id, cancellationToken);

    /// <summary>Publishes a string, which raw members of the group receive as a text message.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The string.</param>
    /// <param name="id">The publication's id. A new one unless given.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <inheritdoc cref="PublishAsync(GroupName, ReadOnlyMemory{byte}, string?, CancellationToken)"/>
    public Task<SessionPublished> PublishTextAsync(
        GroupName group, string text, string? id = null, CancellationToken cancellationToken = default) =>
        PublishAsync(group, Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""), id, cancellationToken);

    /// <summary>
    /// Makes an id for a publication, to be kept with what is published: whoever publishes the same under it again, this
    /// program or its successor, makes no duplicate.
    /// </summary>
    public string NewId() => Do(static core => core.NewId());

    /// <summary>Reads old publications. The group need not be joined, and nobody's position moves.</summary>
    /// <param name="group">The group.</param>
    /// <param name="query">Which. The server limits the bytes itself.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>
    /// The page. The epoch of its positions is that of the client's subscription to the group, and empty without one.
    /// </returns>
    /// <exception cref="SessionException">The server refuses, or the client is closed.</exception>
    public Task<SessionHistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Do(core => core.ReadHistory(group.Value, query)).WaitAsync(cancellationToken);
    }

    /// <summary>Gives the server a fresh token on the open connection, before the old one ends.</summary>
    /// <param name="token">The token, of the same user.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="SessionException">The server refuses, or the client is closed.</exception>
    public Task AuthenticateAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Do(core => core.Authenticate(token)).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Says that the network has come back, or the program was woken: a pause ends at once, unless the server has asked for
    /// it, and an open connection that is dead is soon found to be.
    /// </summary>
    public void Wake() => Do(static core =>
    {
        core.Wake();
        return true;
    });

    /// <summary>
    /// Ends the client for good, and waits for the close handshake. Publications that were sent but not answered fail with
    /// <see cref="SessionException.Unknown"/>, others with <see cref="SessionException.Closed"/>.
    /// </summary>
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

    internal T Read<T>(SessionSubscription subscription, Func<ClientRoom, T> read) => Do(_ => read(subscription.Room!));

    internal bool TrySignal(SessionSubscription subscription, ReadOnlyMemory<byte> json) => Do(core =>
        _socket?.UnsentBytes < SignalMark && core.TrySignal(subscription.Room!, json));

    internal Task LeaveAsync(SessionSubscription subscription) => Do(core => core.Leave(subscription.Room!));

    internal void OnTaken(SessionSubscription subscription, SessionEvent told) => Do(core =>
    {
        core.OnTaken(subscription.Room!, told);
        return true;
    });

    internal void OnOpen(SessionSocket socket, WebSocketConnection connection)
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

    internal void OnReceived(SessionSocket socket, ReadOnlySpan<byte> json)
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

    internal void OnLost(SessionSocket socket, CloseCode code, string reason) => Do(core =>
    {
        if (socket == _socket)
        {
            core.OnLost(code, reason);
        }

        return true;
    });

    private static double NextRandom() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private static void CheckId(string? id)
    {
        if (id is not null && (id.Length is 0 or > MaxIdLength || id.Any(static character => character is < '!' or > '~')))
        {
            throw new ArgumentException($"An id has 1 to {MaxIdLength} characters from U+0021 to U+007E. '{id}' has not.", nameof(id));
        }
    }

    private T Do<T>(Func<SessionClientCore, T> action)
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

    private void OnTimer() => Do(core =>
    {
        _timerDue = TimeSpan.MaxValue;
        core.OnTick();
        return true;
    });

    private void SetTimer()
    {
        TimeSpan due = _core.Due;
        if (due != _timerDue)
        {
            _timerDue = due;

            // Timers know no less than a millisecond: one that came too early would come again and again.
            double pause = Math.Max(0, Math.Ceiling((due - _core.Now).TotalMilliseconds));
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

    /// <summary>The core's world: one connection at a time.</summary>
    private sealed class Shell(SessionClient client) : ISessionClientShell
    {
        public void Connect()
        {
            client._socket = new SessionSocket(client);
            _ = client.ConnectAsync(client._socket);
        }

        public void Send(byte[] json) => client._socket!.Send(json);

        public void Disconnect(CloseCode? code)
        {
            SessionSocket? socket = client._socket;
            client._socket = null;
            socket?.End(code);
        }

        public void Pause(bool isPaused) => client._socket!.Pause(isPaused);

        public void OnState(SessionClientStateChange change)
        {
            if (change.State == SessionClientState.Waiting)
            {
                SessionClientLog.Lost(
                    client._logger, client._options.Uri, (int)change.CloseCode!.Value, change.Reason, change.RetryIn);
            }

            client._states.Add(change);
        }

        public void OnRefusal(SessionException refusal) =>
            SessionClientLog.Refused(client._logger, client._options.Uri, refusal.Code, refusal.Message);
    }
}
