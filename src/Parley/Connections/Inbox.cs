using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// Received messages for a reader that asks for them. Its two ends may be on two threads. Past its bounds reading
/// pauses, so that a slow reader slows its peer and nothing piles up.
/// </summary>
internal class Inbox : IWebSocketHandler, IValueTaskSource<bool>, IValueTaskSource<Message?>
{
    private readonly ConnectionOptions _options;
    private readonly Lock _lock = new();
    private readonly Queue<(LeasedMessage Message, bool IsLast)> _entries = new();
    private LeasedMessage _lent;
    private WebSocketConnection? _connection;
    private ManualResetValueTaskSourceCore<bool> _arrival;
    private CancellationTokenRegistration _cancellation;
    private int _bytes;
    private bool _isAwaited;
    private bool _isPaused;
    private bool _isComplete;

    public Inbox(ConnectionOptions options, ReaderThread thread = ReaderThread.Loop)
    {
        _options = options;
        _arrival.RunContinuationsAsynchronously = thread == ReaderThread.Pool;
    }

    /// <summary>A token that is cancelled when the connection has closed, if there is one.</summary>
    protected virtual CancellationToken ClosedToken => CancellationToken.None;

    public virtual void OnOpen(WebSocketConnection connection) => _connection = connection;

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
        Add(connection, new LeasedMessage(type, payload), payload.Length, isLast: true);

    public void OnPart(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload, PartPlace place) =>
        Add(connection, new LeasedMessage(type, payload), payload.Length, place == PartPlace.Last);

    private void Add(WebSocketConnection connection, LeasedMessage message, int length, bool isLast)
    {
        bool pauses;
        bool wakes;
        lock (_lock)
        {
            _entries.Enqueue((message, isLast));
            _bytes += length;
            pauses = !_isPaused && IsFull;
            _isPaused |= pauses;
            wakes = TakeAwaited();
        }

        if (pauses)
        {
            connection.PauseReading();
        }

        // Last: the reader may run right here, and read all there is.
        if (wakes)
        {
            Wake(null);
        }
    }

    public virtual void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        bool wakes;
        lock (_lock)
        {
            _isComplete = true;
            wakes = TakeAwaited();
        }

        if (wakes)
        {
            Wake(null);
        }
    }

    /// <summary>Reads until the connection closes.</summary>
    /// <exception cref="InvalidOperationException">Messages come in parts.</exception>
    public IAsyncEnumerable<Message> ReadAllAsync(CancellationToken cancellationToken)
    {
        CheckWhole();
        return ReadWholeAsync(cancellationToken);
    }

    private async IAsyncEnumerable<Message> ReadWholeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryRead(out Message message))
            {
                yield return message;
            }

            if (!await WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                yield break;
            }
        }
    }

    /// <summary>Reads one message; null when the connection has closed.</summary>
    public ValueTask<Message?> ReceiveAsync(CancellationToken cancellationToken)
    {
        CheckWhole();
        if (!TryRead(out Message message))
        {
            if (MustWait(cancellationToken, out short version))
            {
                return new ValueTask<Message?>(this, version);
            }

            // It came, or the end did, since the first look.
            return new ValueTask<Message?>(TryRead(out message) ? message : null);
        }

        return new ValueTask<Message?>(message);
    }

    /// <summary>Takes the next message if one is there. What the last one lent is taken back.</summary>
    public bool TryRead(out Message message)
    {
        bool isRead = TryRead(out MessagePart part);
        message = new Message(part.Type, part.Data);
        return isRead;
    }

    /// <summary>Takes the next message or piece of one if one is there. What the last one lent is taken back.</summary>
    public bool TryRead(out MessagePart part)
    {
        bool resumes;
        lock (_lock)
        {
            _lent.Return();
            _lent = default;
            if (!_entries.TryDequeue(out (LeasedMessage Message, bool IsLast) entry))
            {
                part = default;
                return false;
            }

            _lent = entry.Message;
            part = new MessagePart(_lent.Message.Type, _lent.Message.Data, entry.IsLast);
            _bytes -= part.Data.Length;
            resumes = _isPaused && IsHalfEmpty;
            _isPaused &= !resumes;
        }

        if (resumes)
        {
            _connection!.ResumeReading();
        }

        return true;
    }

    /// <summary>Waits for a message, or for the end, which is told by false.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        MustWait(cancellationToken, out short version) ? new ValueTask<bool>(this, version) : ValueTask.FromResult(HasMessage);

    Message? IValueTaskSource<Message?>.GetResult(short token) =>
        ((IValueTaskSource<bool>)this).GetResult(token) && TryRead(out Message message) ? message : null;

    ValueTaskSourceStatus IValueTaskSource<Message?>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<Message?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _cancellation.Dispose();
        return _arrival.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private void CheckWhole()
    {
        if (_options.Protocol.Delivery == MessageDelivery.Parts)
        {
            throw new InvalidOperationException(
                "This connection's messages come in parts: read them with ReadPartsAsync or ReceiveIntoAsync.");
        }
    }

    private bool IsFull => _entries.Count >= _options.InboxMessages || _bytes >= _options.InboxBytes;

    private bool IsHalfEmpty => _entries.Count <= _options.InboxMessages / 2 && _bytes <= _options.InboxBytes / 2;

    private bool HasMessage
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count > 0;
            }
        }
    }

    // False if there is a message, or will never be one.
    private bool MustWait(CancellationToken cancellationToken, out short version)
    {
        lock (_lock)
        {
            version = 0;

            // Before the token: one that fires because the connection closed must not hide what came before that.
            if (_entries.Count > 0 || _isComplete)
            {
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();

            if (_isAwaited)
            {
                throw new InvalidOperationException("A connection has one reader at a time; another one is waiting.");
            }

            _isAwaited = true;
            _arrival.Reset();
            version = _arrival.Version;
        }

        // What fires when the connection closes need not be watched: the closing itself ends the waiting.
        _cancellation = cancellationToken == ClosedToken
            ? default
            : cancellationToken.UnsafeRegister(static (inbox, token) => ((Inbox)inbox!).Cancel(token), this);
        return true;
    }

    private bool TakeAwaited()
    {
        bool wasAwaited = _isAwaited;
        _isAwaited = false;
        return wasAwaited;
    }

    private void Cancel(CancellationToken token)
    {
        bool wakes;
        lock (_lock)
        {
            wakes = TakeAwaited();
        }

        if (wakes)
        {
            Wake(new OperationCanceledException(token));
        }
    }

    // Only the reader takes messages, and it waits: there is one if, and only if, it was not the end that woke it.
    private void Wake(Exception? fault)
    {
        if (fault is not null)
        {
            _arrival.SetException(fault);
            return;
        }

        _arrival.SetResult(_entries.Count > 0);
    }
}
