using System.Buffers;
using System.Net;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// One end of a connection that lives in memory, for tests and simulations. What one end flushes, the other receives,
/// in the pieces and up to the bound that its <see cref="InMemoryTransportOptions"/> give.
/// </summary>
public sealed class InMemoryTransport : Transport
{
    private readonly InMemoryTransportOptions _options;
    private readonly PooledBufferWriter _staged = new();
    private readonly PooledBufferWriter _arrived = new();
    private readonly PooledBufferWriter _delivered = new();
    private InMemoryTransport _peer;
    private bool _deliveryIsPosted;
    private bool _isReadingPaused;
    private bool _isDrainAwaited;
    private bool _isClosed;
    private bool _isOutputComplete;
    private bool _isInputComplete;

    private InMemoryTransport(ConnectionLoop loop, InMemoryTransportOptions options)
        : base(loop, IdleHandler.Instance)
    {
        _options = options;
        _peer = this;
    }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint => null;

    /// <inheritdoc/>
    public override long UnsentBytes => _staged.WrittenCount;

    /// <summary>Makes two ends of one connection, both on one loop.</summary>
    /// <param name="loop">The loop that both live on.</param>
    /// <param name="options">How bytes pass between them.</param>
    public static (InMemoryTransport First, InMemoryTransport Second) CreatePair(
        ConnectionLoop loop, InMemoryTransportOptions? options = null)
    {
        options ??= new InMemoryTransportOptions();
        var first = new InMemoryTransport(loop, options);
        var second = new InMemoryTransport(loop, options);
        (first._peer, second._peer) = (second, first);
        return (first, second);
    }

    /// <inheritdoc/>
    public override FlushStatus Flush()
    {
        if (_isClosed)
        {
            return FlushStatus.Closed;
        }

        int room = Math.Max(0, _options.Capacity - _peer._arrived.WrittenCount);
        Move(_staged, Math.Min(room, _staged.WrittenCount), _peer);
        bool isFlushed = _staged.WrittenCount == 0;
        _isDrainAwaited |= !isFlushed;
        if (isFlushed && _isOutputComplete && !_peer._isInputComplete)
        {
            _peer._isInputComplete = true;
            _peer.PostDelivery();
        }

        return isFlushed ? FlushStatus.Flushed : FlushStatus.Pending;
    }

    /// <inheritdoc/>
    public override void PauseReading() => _isReadingPaused = true;

    /// <inheritdoc/>
    public override void ResumeReading()
    {
        _isReadingPaused = false;
        PostDelivery();
    }

    /// <inheritdoc/>
    public override void CloseOutput()
    {
        _isOutputComplete = true;
        Flush();
    }

    /// <inheritdoc/>
    public override void Close(Exception? fault = null)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _staged.Dispose();
        _arrived.Dispose();
        NotifyClosed(fault);
        _peer._isInputComplete = true;
        _peer.PostDelivery();
    }

    /// <inheritdoc/>
    public override void Advance(int count) => _staged.Advance(count);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _staged.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _staged.GetSpan(sizeHint);

    /// <inheritdoc/>
    protected override void OnStart() => PostDelivery();

    private static void Move(PooledBufferWriter from, int count, InMemoryTransport to)
    {
        if (count == 0)
        {
            return;
        }

        from.WrittenSpan[..count].CopyTo(to._arrived.GetSpan(count));
        to._arrived.Advance(count);
        from.RemoveFirst(count);
        to.PostDelivery();
    }

    private void PostDelivery()
    {
        if (!_deliveryIsPosted && !_isClosed)
        {
            _deliveryIsPosted = true;
            Loop.Post(new LoopWork(static (transport, _) => ((InMemoryTransport)transport!).Deliver(), this));
        }
    }

    private void Deliver()
    {
        _deliveryIsPosted = false;
        bool isStarted = LoopIndex >= 0;
        if (_isClosed || _isReadingPaused || !isStarted)
        {
            return;
        }

        int count = Math.Min(_options.PieceSize, _arrived.WrittenCount);
        if (count > 0)
        {
            // Handed out from a buffer of its own: what the handler does may make the peer send more.
            _delivered.Write(_arrived.WrittenSpan[..count]);
            _arrived.RemoveFirst(count);
            Handler.OnReceived(_delivered.WrittenSpan);
            Handler.OnBatchEnd();
            _delivered.Clear();
        }

        if (!_isClosed)
        {
            _peer.OnRoom();
            FinishDelivery();
        }
    }

    private void FinishDelivery()
    {
        if (_arrived.WrittenCount > 0)
        {
            PostDelivery();
        }
        else if (_isInputComplete)
        {
            Close();
        }
    }

    private void OnRoom()
    {
        if (_isDrainAwaited && Flush() == FlushStatus.Flushed)
        {
            _isDrainAwaited = false;
            Handler.OnDrained();
            Handler.OnBatchEnd();
        }
    }
}
