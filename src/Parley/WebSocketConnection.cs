using System.Buffers;
using System.Net;
using System.Text;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// One WebSocket connection, a server's or a client's. Any thread may call any member, and any number of tasks may
/// send at once: messages are never mixed, and go out in the order their sends were called.
/// </summary>
public sealed class WebSocketConnection : IAsyncDisposable
{
    private readonly ConnectionContext _context;
    private volatile ConnectionCore? _core;
    private ConnectionDetails? _details;
    private PostedSends _posted;
    private CloseCode _closeCode;
    private volatile bool _isEnded;
    private volatile bool _isTransportClosed;

    internal WebSocketConnection(ConnectionLoop loop, ConnectionContext context)
    {
        Loop = loop;
        _context = context;
    }

    /// <summary>The loop the connection lives on.</summary>
    public ConnectionLoop Loop { get; }

    /// <summary>How far the connection is in its life.</summary>
    public ConnectionState State => _core switch
    {
        _ when _isEnded => ConnectionState.Closed,
        null => ConnectionState.Connecting,
        { IsOpen: true } => ConnectionState.Open,
        _ => ConnectionState.Closing,
    };

    /// <summary>The subprotocol agreed on, or null.</summary>
    public string? Subprotocol => _details?.Subprotocol;

    /// <summary>The peer's address, if the transport knows one.</summary>
    public EndPoint? RemoteEndPoint => _core?.RemoteEndPoint;

    /// <summary>
    /// What the connection closed with, once it has: the peer's code, or as <see cref="IWebSocketHandler.OnClosed"/>
    /// says. Null before.
    /// </summary>
    public CloseCode? CloseCode => _isEnded ? _closeCode : null;

    /// <summary>The reason it closed with, or nothing.</summary>
    public string CloseReason => _details?.CloseReason ?? "";

    /// <summary>
    /// Whatever its handler wants to keep with the connection. A consumer's connection keeps its consumer's host here.
    /// </summary>
    public object? UserState { get; set; }

    /// <summary>Who is at the other end, and until when that holds: anybody, for ever, unless somebody says so.</summary>
    public ConnectionAuthentication Authentication => Details().Authentication(this);

    /// <summary>How many bytes wait to be sent.</summary>
    public long UnsentBytes => (_core?.UnsentBytes ?? 0) + _posted.Bytes;

    /// <summary>Completes when the connection has ended and its transport is closed. Never fails.</summary>
    public Task Completion => _isTransportClosed ? Task.CompletedTask : Details().CompletionOf(this);

    /// <summary>What it runs on, once it has been opened.</summary>
    internal Transport? Transport => _core?.Transport;

    internal ConnectionContext Context => _context;

    internal ConnectionCore? Core => _core;

    internal bool IsTransportClosed => _isTransportClosed;

    internal PingTimes? Pings => _details?.Pings;

    // On the loop, and not ahead of what was sent elsewhere before.
    private bool IsNext => Loop.IsCurrent && _posted.Bytes == 0;

    private bool IsPastMark => UnsentBytes >= _context.Options.OutboundMark;

    /// <summary>Sends a message without waiting.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied.</param>
    /// <returns>Whether the message was taken.</returns>
    /// <exception cref="InvalidOperationException">The connection has not been accepted yet.</exception>
    public SendStatus Send(MessageType type, ReadOnlySpan<byte> payload)
    {
        CheckAccepted();
        return IsPastMark && !TryMakeRoom() ? SendStatus.Full : SendAnyway(type, payload);
    }

    /// <summary>Sends a text message without waiting.</summary>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <inheritdoc cref="Send(MessageType, ReadOnlySpan{byte})"/>
    public SendStatus Send(string text)
    {
        CheckAccepted();
        return IsPastMark && !TryMakeRoom() ? SendStatus.Full : SendTextAnyway(text);
    }

    /// <summary>
    /// Sends a message, and waits if more than the outbound mark waits for the peer to read. The message is taken at
    /// the call, so that cancelling stops the waiting, not the sending.
    /// </summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    /// <exception cref="InvalidOperationException">The connection has not been accepted yet.</exception>
    public ValueTask SendAsync(
        MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        CheckAccepted();
        return AfterSend(SendAnyway(type, payload.Span), cancellationToken);
    }

    /// <summary>Sends a message as it was received.</summary>
    /// <param name="message">The message. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <inheritdoc cref="SendAsync(MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask SendAsync(in Message message, CancellationToken cancellationToken = default) =>
        SendAsync(message.Type, message.Data, cancellationToken);

    /// <summary>Sends a text message.</summary>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <inheritdoc cref="SendAsync(MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        CheckAccepted();
        return AfterSend(SendTextAnyway(text), cancellationToken);
    }

    /// <summary>
    /// Queues a message that goes to many connections. On the loop only. Before the connection has been accepted the
    /// message waits, within bounds.
    /// </summary>
    /// <param name="message">The message. A reference is taken if it has to be kept.</param>
    /// <param name="delivery">What is done if the peer reads too slowly.</param>
    public SendStatus Enqueue(PreparedMessage message, in Delivery delivery)
    {
        Loop.FanOut.Commit();
        return Deliver(message, delivery, SlowReaderCounters.OfNoSet);
    }

    /// <summary>
    /// Reads messages until the connection closes, for whatever reason: <see cref="CloseCode"/> tells. For connections
    /// that a delegate handles, and a client's; there is one reader at a time.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading, not the connection.</param>
    /// <returns>The messages. The bytes of each are valid until the next one is asked for.</returns>
    /// <exception cref="InvalidOperationException">An <see cref="IWebSocketHandler"/> receives the messages.</exception>
    public IAsyncEnumerable<Message> ReadAllAsync(CancellationToken cancellationToken = default) =>
        Reading().ReadAllAsync(cancellationToken);

    /// <summary>Reads the next message; null when the connection has closed.</summary>
    /// <param name="cancellationToken">Stops the waiting. No message is lost by it.</param>
    /// <returns>The message. Its bytes are valid until the next one is asked for.</returns>
    /// <exception cref="InvalidOperationException">An <see cref="IWebSocketHandler"/> receives the messages.</exception>
    public ValueTask<Message?> ReceiveAsync(CancellationToken cancellationToken = default) =>
        Reading().ReceiveAsync(cancellationToken);

    /// <summary>Starts the close handshake. Does nothing if the connection is closing already.</summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public void Close(CloseCode code = Protocol.CloseCode.NormalClosure, string reason = "")
    {
        CloseArguments.Check(code, reason);
        Details().IsClosedHere |= State == ConnectionState.Open;
        OnLoop(core => core.Close(code, reason), IsNext);
    }

    /// <summary>Starts the close handshake and waits for its end, at most as long as the close timeout.</summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <param name="cancellationToken">Stops the waiting, not the closing.</param>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public async ValueTask CloseAsync(
        CloseCode code = Protocol.CloseCode.NormalClosure,
        string reason = "",
        CancellationToken cancellationToken = default)
    {
        Close(code, reason);
        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the connection without a close handshake. The peer sees 1006.</summary>
    public void Abort() => OnLoop(static core => core.Abort(), Loop.IsCurrent);

    /// <summary>Closes with 1000 and waits for the end.</summary>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Stops receiving: what the peer sends fills its own buffers. A handler may call it to slow its peer.</summary>
    public void PauseReading() => OnLoop(static core => core.SetPaused(true), Loop.IsCurrent);

    /// <summary>Receives again.</summary>
    public void ResumeReading() => OnLoop(static core => core.SetPaused(false), Loop.IsCurrent);

    /// <summary>The server is stopping: the handler ends the connection.</summary>
    internal void Stop() => OnLoop(WebSocketServer.Stop, Loop.IsCurrent);

    internal WebSocketClosedException ClosedException() =>
        new(CloseCode ?? Protocol.CloseCode.AbnormalClosure, CloseReason);

    /// <summary>Delivers a group's message. On the loop.</summary>
    internal SendStatus Deliver(PreparedMessage message, in Delivery delivery, SlowReaderCounters counters)
    {
        if (_core is { } core)
        {
            return core.Deliver(message, delivery, counters);
        }

        return _isEnded ? SendStatus.Closed : (Details().Held ??= new HeldMessages()).Add(message);
    }

    /// <summary>Delivers a group's messages. On the loop.</summary>
    internal void Deliver(in FanOutBatch batch, SlowReaderCounters counters)
    {
        _core?.Deliver(batch, counters);
        for (int i = 0; _core is null && i < batch.Messages.Count; i++)
        {
            Deliver(batch.Messages[i], batch.Delivery, counters);
        }
    }

    /// <summary>Opens the connection on a transport whose handshake is done. On the loop.</summary>
    internal void Open(
        Transport transport, WebSocketProtocol protocol, IWebSocketHandler handler, string? subprotocol, Span<byte> rest)
    {
        if (subprotocol is not null)
        {
            Details().Subprotocol = subprotocol;
        }

        var core = new ConnectionCore(this, handler, transport, protocol);
        _core = core;

        // What an HTTP server has sent before may wait for the peer to read: then what has come waits, too.
        if (IsPastMark)
        {
            core.FlushStaged();
        }

        HeldMessages? held = _details?.Held;
        core.Open(rest, held);
        if (held is not null)
        {
            _details!.Held = null;
        }

        // Whoever is about to say who it is sees the connection open, or is seen here.
        Interlocked.MemoryBarrier();
        _details?.KnownAuthentication?.OnOpened();
    }

    internal void DropHeld() => _details?.Held?.Drop();

    /// <summary>The handshake was refused or broke off: the connection will never open.</summary>
    internal void Abandon()
    {
        OnEnded(Protocol.CloseCode.AbnormalClosure, "");
        Complete();
    }

    internal void OnEnded(CloseCode code, string reason)
    {
        _closeCode = code;
        if (reason.Length > 0)
        {
            Details().CloseReason = reason;
        }

        _isEnded = true;
        _details?.KnownAuthentication?.OnEnded();
        _details?.Pings?.End();
        _details?.Held?.Release(null);
    }

    internal void OnTransportClosed()
    {
        Complete();
        _context.Left?.Invoke(this);
    }

    private void Complete()
    {
        _isTransportClosed = true;
        Interlocked.MemoryBarrier();
        _details?.Complete();
    }

    internal PingTimes PingTimes() => Details().PingTimes(this);

    // Any thread may be the first to ask.
    internal ConnectionDetails Details() =>
        _details ?? Interlocked.CompareExchange(ref _details, new ConnectionDetails(), null) ?? _details;

    internal void CheckAccepted()
    {
        if (_core is null && !_isEnded)
        {
            throw new InvalidOperationException("Accept the connection before you send on it.");
        }
    }

    // What is past the mark may only be staged: a burst of answers can cross it in its middle.
    private bool TryMakeRoom()
    {
        if (!Loop.IsCurrent || _core is not { } core)
        {
            return false;
        }

        core.FlushStaged();
        return !IsPastMark;
    }

    internal Inbox Reading() => _core?.Handler as Inbox ?? throw new InvalidOperationException(
        "This connection's messages go to its handler. Only one that a delegate handles, or a client's, can be read.");

    private SendStatus SendAnyway(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (_core is not { IsOpen: true } core)
        {
            return SendStatus.Closed;
        }

        return IsNext ? core.Send(type, payload) : PostSend(type, payload);
    }

    private SendStatus SendTextAnyway(string text)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, buffer);
        SendStatus status = SendAnyway(MessageType.Text, buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return status;
    }

    private SendStatus PostSend(MessageType type, ReadOnlySpan<byte> payload)
    {
        PreparedMessage message = PreparedMessage.Create(type, payload);
        _posted.Add(message);
        Loop.Post(new LoopWork(
            static (connection, message) => ((WebSocketConnection)connection!).SendPosted((PreparedMessage)message!), this, message));
        return SendStatus.Taken;
    }

    private void SendPosted(PreparedMessage message)
    {
        _posted.Remove(message);
        _core!.Send(message);
        message.Release();
    }

    private ValueTask AfterSend(SendStatus status, CancellationToken cancellationToken)
    {
        if (status == SendStatus.Closed)
        {
            return ValueTask.FromException(ClosedException());
        }

        return IsPastMark ? WaitUntilDrainedAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    private async ValueTask WaitUntilDrainedAsync(CancellationToken cancellationToken)
    {
        var waiter = new DrainWaiter(Loop.Scheduler);
        OnLoop(core => core.AddWaiter(waiter), Loop.IsCurrent);
        await waiter.Drained.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal void OnLoop(Action<ConnectionCore> action, bool isHere)
    {
        if (!isHere)
        {
            Loop.Post(new LoopWork(
                static (self, action) => ((WebSocketConnection)self!).OnLoop((Action<ConnectionCore>)action!, true), this, action));
        }
        else if (_core is { } core)
        {
            action(core);
        }
    }
}
