using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Testing;

/// <summary>
/// Drives a consumer with no socket: it connects, sends, and receives what the consumer sends, over a transport in memory
/// and with everything else as it is on a server. What must come and does not is a <see cref="TimeoutException"/> that
/// says what was waited for.
/// </summary>
public sealed class WebSocketCommunicator : IAsyncDisposable
{
    private readonly PoolLoop _loop;
    private readonly CommunicatorOptions _options;
    private readonly CommunicatorRequest _request;
    private readonly CommunicatorPeer _peer;
    private readonly FaultCollector _faults;
    private readonly Func<UpgradeRequest, FaultCollector, Task> _launch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isLaunched;

    /// <summary>Makes a client for one consumer.</summary>
    /// <param name="consumer">A new consumer.</param>
    /// <param name="groups">The groups that it joins; its own unless given.</param>
    /// <param name="options">What is connected with.</param>
    public WebSocketCommunicator(Consumer consumer, Groups? groups = null, CommunicatorOptions? options = null)
        : this(options ?? new CommunicatorOptions())
    {
        Groups own = groups ?? Groups.InProcess();
        _launch = (request, faults) => ConsumerLauncher.Launch(consumer, request, _options.Route, own, faults);
    }

    /// <summary>Makes a client for whatever a path leads to.</summary>
    /// <param name="router">The router, which gives the route's values.</param>
    /// <param name="options">What is connected with.</param>
    public WebSocketCommunicator(ConsumerRouter router, CommunicatorOptions options)
        : this(options) => _launch = (request, _) => router.LaunchAsync(request);

    private WebSocketCommunicator(CommunicatorOptions options)
    {
        _options = options;
        _launch = static (_, _) => Task.CompletedTask;
        _faults = new FaultCollector();
        _loop = new PoolLoop(options.Time);
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(_loop);
        _peer = new CommunicatorPeer(far);
        _request = new CommunicatorRequest(near, options, _faults);
    }

    /// <summary>The server's side of the connection.</summary>
    public WebSocketConnection Connection => _request.Connection;

    /// <summary>Connects, and waits until the consumer has accepted or rejected.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">It did neither.</exception>
    /// <exception cref="InvalidOperationException">It has connected before: make a communicator for each connection.</exception>
    public Task<ConnectResult> ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isLaunched, true))
        {
            throw new InvalidOperationException("A communicator connects once. Make another one for another connection.");
        }

        _loop.Post(new LoopWork(static (self, _) => ((WebSocketCommunicator)self!).Launch(), this));
        return InTime(_request.Answer, "the consumer to accept or to reject the connection", cancellationToken);
    }

    /// <summary>Sends a text. It is on its way when the method returns.</summary>
    /// <param name="text">The text.</param>
    public ValueTask SendTextAsync(string text) => SendAsync(MessageType.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes. They are on their way when the method returns.</summary>
    /// <param name="bytes">The bytes. Copied.</param>
    public ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes) => SendAsync(MessageType.Binary, bytes);

    /// <summary>Sends a value as JSON in a text. It is on its way when the method returns.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written.</param>
    public ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo) =>
        SendAsync(MessageType.Text, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>Receives the next message.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    /// <exception cref="CommunicatorClosedException">The consumer closed the connection, or it broke.</exception>
    public async Task<ReceivedMessage> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        ReceivedMessage? message = await InTime(
            _peer.ReadAsync(cancellationToken), "a message from the consumer", cancellationToken).ConfigureAwait(false);
        return message ?? throw new CommunicatorClosedException(_peer.CloseCode, _peer.CloseReason, _faults.First);
    }

    /// <summary>Receives the next message, which must be text.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    /// <exception cref="CommunicatorClosedException">The consumer closed the connection, or it broke.</exception>
    /// <exception cref="InvalidOperationException">The next message was binary.</exception>
    public async Task<string> ReceiveTextAsync(CancellationToken cancellationToken = default) =>
        (await ReceiveAsync(MessageType.Text, cancellationToken).ConfigureAwait(false)).Text;

    /// <summary>Receives the next message, which must be binary.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    /// <exception cref="CommunicatorClosedException">The consumer closed the connection, or it broke.</exception>
    /// <exception cref="InvalidOperationException">The next message was text.</exception>
    public async Task<byte[]> ReceiveBytesAsync(CancellationToken cancellationToken = default) =>
        (await ReceiveAsync(MessageType.Binary, cancellationToken).ConfigureAwait(false)).Data.ToArray();

    /// <summary>Receives the next message, which must be text, as JSON.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="typeInfo">How it is read.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    /// <exception cref="CommunicatorClosedException">The consumer closed the connection, or it broke.</exception>
    /// <exception cref="InvalidOperationException">The next message was binary.</exception>
    /// <exception cref="JsonException">The text is no such value.</exception>
    public async Task<T?> ReceiveJsonAsync<T>(JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        JsonSerializer.Deserialize(
            (await ReceiveAsync(MessageType.Text, cancellationToken).ConfigureAwait(false)).Data.Span, typeInfo);

    /// <summary>
    /// Whether nothing comes. Everything that the consumer, its groups and its channel sent before the call is seen; what a
    /// consumer sends after it has waited for something is seen if it comes within the time given.
    /// </summary>
    /// <param name="within">How long is waited, by <see cref="CommunicatorOptions.Time"/>; no longer than needed unless given.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if a message is there to be received, or the connection has closed.</returns>
    public async Task<bool> ReceiveNothingAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        // A ping is answered on the connection's loop, behind all that was posted to it before. How long that takes is no
        // matter of the test's clock.
        await InTime(_peer.PingAsync(Connection), "the connection to answer a ping", TimeProvider.System, cancellationToken)
            .ConfigureAwait(false);
        if (_peer.HasArrived || within is not { } time)
        {
            return !_peer.HasArrived;
        }

        Task arrival = _peer.WaitAsync(cancellationToken);
        try
        {
            await arrival.WaitAsync(time, _options.Time, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    /// <summary>Closes the connection as a client does, and waits until the consumer has been told.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task DisconnectAsync(
        CloseCode code = CloseCode.NormalClosure, string reason = "", CancellationToken cancellationToken = default)
    {
        _loop.Post(new LoopWork(
            static (peer, close) =>
            {
                (CloseCode code, string reason) = ((CloseCode, string))close!;
                ((CommunicatorPeer)peer!).Close(code, reason);
            },
            _peer,
            (code, reason)));
        await WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes without a word, as a client does whose network is gone, and waits until the consumer has been told.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task VanishAsync(CancellationToken cancellationToken = default)
    {
        _loop.Post(new LoopWork(static (self, _) => ((WebSocketCommunicator)self!).Vanish(), this));
        await WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the consumer has had its last event.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">It is still at work, or the connection still open.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        InTime(_ended.Task, "the consumer to have had its last event", cancellationToken);

    /// <summary>Ends the connection, if it is still open, without waiting for the consumer.</summary>
    public ValueTask DisposeAsync()
    {
        _loop.Post(new LoopWork(static (self, _) => ((WebSocketCommunicator)self!).Vanish(), this));
        _loop.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Launch()
    {
        _peer.Start();
        _ = EndAsync(_launch(_request, _faults));
    }

    private async Task EndAsync(Task launched)
    {
        await launched.ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private void Vanish()
    {
        _request.Leave();
        _peer.Vanish();
    }

    private ValueTask SendAsync(MessageType type, ReadOnlyMemory<byte> payload)
    {
        _loop.Post(new LoopWork(
            static (peer, message) => ((CommunicatorPeer)peer!).Send((ReceivedMessage)message!),
            _peer,
            new ReceivedMessage(type, payload.ToArray())));
        return ValueTask.CompletedTask;
    }

    private async Task<ReceivedMessage> ReceiveAsync(MessageType type, CancellationToken cancellationToken)
    {
        ReceivedMessage message = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        return message.Type == type ? message : throw new InvalidOperationException(
            $"The next message should be {(type == MessageType.Text ? "text" : "binary")}, and is {message}.");
    }

    private async Task<T> InTime<T>(Task<T> task, string what, CancellationToken cancellationToken)
    {
        await InTime((Task)task, what, cancellationToken).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private Task InTime(Task task, string what, CancellationToken cancellationToken) =>
        InTime(task, what, _options.Time, cancellationToken);

    private async Task InTime(Task task, string what, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_options.Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {_options.Timeout.TotalSeconds} s for {what}.", _faults.First);
        }
    }
}
