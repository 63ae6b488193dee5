using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parley;

/// <summary>
/// A socket on an <see cref="EpollLoop"/>. It holds no buffer of its own unless the peer does not read: what it receives
/// lies in the loop's one buffer, and what it stages in the loop's cork.
/// </summary>
internal sealed unsafe class EpollTransport : Transport, IEpollSource
{
    private readonly PeerAddress _peer;
    private readonly int _socket;
    private int _key = -1;
    private uint _watched;
    private EpollOutput _output;
    private bool _isReadingPaused;
    private bool _isCompleting;
    private bool _isClosed;

    /// <summary>Takes over a connected, non-blocking socket.</summary>
    public EpollTransport(EpollLoop loop, int socket, in PeerAddress peer)
        : base(loop, IdleHandler.Instance)
    {
        _socket = socket;
        _peer = peer;
    }

    /// <summary>The loop, as what it is.</summary>
    public EpollLoop EpollLoop => Unsafe.As<EpollLoop>(Loop);

    public int Descriptor => _socket;

    public override EndPoint? RemoteEndPoint => _peer.ToEndPoint();

    public override EndPoint? LocalEndPoint => _isClosed ? null : PeerAddress.OfSocket(_socket).ToEndPoint();

    public override long UnsentBytes => _output.CountOf(this);

    private uint WantedEvents =>
        (_isReadingPaused ? 0 : Epoll.Readable) | (_output.IsBlocked ? Epoll.Writable : 0);

    public override FlushStatus Flush()
    {
        if (_isClosed)
        {
            return FlushStatus.Closed;
        }

        if (_output.IsBlocked)
        {
            return FlushStatus.Pending;
        }

        bool isSent = _output.TrySend(this, out int error);
        if (error != 0)
        {
            Close(Libc.Fault(error));
            return FlushStatus.Closed;
        }

        if (!isSent)
        {
            UpdateWatch();
        }

        return isSent ? FlushStatus.Flushed : FlushStatus.Pending;
    }

    // Most pauses end before anything comes: the system is told only when something does.
    public override void PauseReading() => _isReadingPaused = true;

    public override void ResumeReading()
    {
        _isReadingPaused = false;
        UpdateWatch();
    }

    public override void CloseOutput()
    {
        _isCompleting = true;
        if (Flush() == FlushStatus.Flushed)
        {
            Libc.Shutdown(_socket, Libc.ShutdownWrite);
        }
    }

    public override void Close(Exception? fault = null)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _output.Release(this);
        if (_key >= 0)
        {
            EpollLoop.Forget(_key);
        }

        if (fault is not null)
        {
            ResetOnClose();
        }

        Libc.Close(_socket);
        NotifyClosed(fault);
    }

    public override void Advance(int count)
    {
        if (!_isClosed)
        {
            _output.Advance(this, count);
        }
    }

    // What has closed must not take the cork: it would never give it back. What is written then is lost.
    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        _isClosed ? new byte[Math.Max(sizeHint, 1)] : _output.GetRoom(this, sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        _isClosed ? new byte[Math.Max(sizeHint, 1)] : _output.GetSpan(this, sizeHint);

    void IEpollSource.OnEvents(uint events)
    {
        if ((events & Epoll.Writable) != 0 && !_isClosed)
        {
            Drain();
        }

        if ((events & ~Epoll.Writable) == 0 || _isClosed)
        {
            return;
        }

        if (!_isReadingPaused)
        {
            Receive();
        }
        else if ((events & Epoll.Fault) != 0)
        {
            Close(Libc.Fault(Libc.ConnectionReset));
        }
        else
        {
            UpdateWatch();
        }
    }

    void IEpollSource.OnFault(Exception fault) => Close(fault);

    internal override void StageShared(int start, int end)
    {
        if (!_isClosed)
        {
            _output.StageShared(this, start, end);
        }
    }

    internal override void StageLarge(ReadOnlySpan<byte> bytes)
    {
        if (!_isClosed)
        {
            _output.StageLarge(this, bytes);
        }
    }

    protected override void OnStart() => UpdateWatch();

    // struct linger: on, and no seconds to linger.
    private void ResetOnClose()
    {
        int* linger = stackalloc int[] { 1, 0 };
        Libc.SetOption(_socket, Libc.LevelSocket, Libc.Linger, linger, 2 * sizeof(int));
    }

    // Once for each event: what is left is told again, after the others' turn.
    private void Receive()
    {
        byte[] buffer = EpollLoop.ReceiveBuffer;
        nint count;
        fixed (byte* bytes = buffer)
        {
            count = Libc.Receive(_socket, bytes, (nuint)buffer.Length, 0);
        }

        if (count > 0)
        {
            Handler.OnReceived(buffer.AsSpan(0, (int)count));
            Handler.OnBatchEnd();
        }
        else if (count == 0)
        {
            Close();
        }
        else if (Marshal.GetLastPInvokeError() is not Libc.TryAgain and int error)
        {
            Close(Libc.Fault(error));
        }
    }

    private void Drain()
    {
        _output.Unblock();
        FlushStatus status = Flush();
        if (status != FlushStatus.Flushed)
        {
            return;
        }

        UpdateWatch();
        if (_isCompleting)
        {
            Libc.Shutdown(_socket, Libc.ShutdownWrite);
        }

        Handler.OnDrained();
        Handler.OnBatchEnd();
    }

    private void UpdateWatch()
    {
        uint wanted = WantedEvents;
        if (_isClosed || LoopIndex < 0 || wanted == _watched)
        {
            return;
        }

        uint former = _watched;
        _watched = wanted;
        try
        {
            if (_key < 0)
            {
                _key = EpollLoop.Watch(this, _socket, wanted);
            }
            else
            {
                EpollLoop.Rewatch(_key, _socket, former, wanted);
            }
        }
        catch (IOException exception)
        {
            Close(exception);
        }
    }
}
