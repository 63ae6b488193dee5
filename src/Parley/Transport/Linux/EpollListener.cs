using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>
/// Accepts connections on the first loop of a group and deals them round all of its loops. There is one listening
/// socket, so that a second server on the same port is refused and not given half of the connections.
/// </summary>
internal sealed class EpollListener : ITransportListener, IEpollSource
{
    // So that a flood of connects leaves their turn to the connections there are.
    private const int MaxAcceptsAtOnce = 128;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly LoopGroup _loops;
    private readonly EpollLoop _loop;
    private readonly ILogger _logger;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly SpareDescriptors _spare = new();
    private readonly ITimer _resume;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<Transport, TransportHandler>? _onAccepted;
    private int _key = -1;
    private int _failedAttempts;
    private bool _isStopped;

    /// <summary>Takes a socket whose connections queue up; they are accepted from <see cref="Start"/> on.</summary>
    /// <param name="listening">The socket, bound and listening, which the listener disposes.</param>
    /// <param name="loops">The loops, all of them <see cref="EpollLoop"/>s.</param>
    /// <param name="logger">Where faults are logged.</param>
    public EpollListener(Socket listening, LoopGroup loops, ILogger logger)
    {
        _loops = loops;
        _loop = (EpollLoop)loops.Loops[0];
        _logger = logger;
        _socket = listening;
        _socket.Blocking = false;
        _descriptor = (int)_socket.Handle;
        LocalEndPoint = _socket.LocalEndPoint!;
        _resume = _loop.Time.CreateTimer(
            static listener => ((EpollListener)listener!).PostResume(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private enum Accepted
    {
        One,
        None,
        Exhausted,
    }

    public EndPoint LocalEndPoint { get; }

    public void Start(Func<Transport, TransportHandler> onAccepted)
    {
        _onAccepted = onAccepted;
        _loop.Post(new LoopWork(static (listener, _) => ((EpollListener)listener!).Watch(), this));
    }

    public async ValueTask DisposeAsync()
    {
        _loop.Post(new LoopWork(static (listener, _) => ((EpollListener)listener!).Stop(), this));
        await _stopped.Task.ConfigureAwait(false);
    }

    void IEpollSource.OnEvents(uint events)
    {
        for (int i = 0; i < MaxAcceptsAtOnce && !_isStopped; i++)
        {
            switch (Accept())
            {
                case Accepted.None:
                    return;
                case Accepted.Exhausted:
                    Pause();
                    return;
                default:
                    break;
            }
        }
    }

    void IEpollSource.OnFault(Exception fault)
    {
        // It has been reported. The next connection is accepted.
    }

    private unsafe Accepted Accept()
    {
        byte* address = stackalloc byte[PeerAddress.MaxNativeSize];
        int length = PeerAddress.MaxNativeSize;
        int socket = Libc.Accept(_descriptor, address, &length, Libc.NonBlocking | Libc.CloseOnExec);
        if (socket >= 0)
        {
            Hand(socket, PeerAddress.FromNative(new ReadOnlySpan<byte>(address, Math.Min(length, PeerAddress.MaxNativeSize))));
            return Accepted.One;
        }

        // What fails otherwise is one connection that was reset in the queue, or an interrupted call: on to the next.
        return Marshal.GetLastPInvokeError() switch
        {
            Libc.TryAgain => Accepted.None,
            Libc.TooManyFiles or Libc.TooManyFilesInSystem or Libc.NoBufferSpace or Libc.OutOfMemory => Accepted.Exhausted,
            _ => Accepted.One,
        };
    }

    private void Hand(int socket, in PeerAddress peer)
    {
        var loop = (EpollLoop)_loops.Next();
        var transport = new EpollTransport(loop, socket, peer);
        if (loop == _loop)
        {
            transport.StartWith(_onAccepted!);
        }
        else
        {
            loop.Post(new LoopWork(
                static (transport, onAccepted) =>
                    ((EpollTransport)transport!).StartWith((Func<Transport, TransportHandler>)onAccepted!),
                transport,
                _onAccepted));
        }
    }

    // The queue of the listening socket keeps those who connect meanwhile. Without the pause the loop would be told of
    // them again and again, and could do nothing.
    private void Pause()
    {
        string reason = Libc.LastFault().Message;
        _loop.Rewatch(_key, _descriptor, Epoll.Readable, 0);
        _loop.Forget(_key);
        _key = -1;
        StayPaused(reason);
    }

    // Every way into a pause ends here, so that none is left without its timer. The log comes last: it may fail.
    private void StayPaused(string reason)
    {
        _spare.Release();
        _resume.Change(_pause, Timeout.InfiniteTimeSpan);
        if (_failedAttempts++ == 0)
        {
            EngineMetrics.CountAcceptPause();
            Log.AcceptPaused(_logger, reason);
        }
    }

    private void PostResume() =>
        _loop.Post(new LoopWork(static (listener, _) => ((EpollListener)listener!).Resume(), this));

    private void Resume()
    {
        if (_isStopped)
        {
            return;
        }

        if (!_spare.TryKeep() || Accept() == Accepted.Exhausted)
        {
            StayPaused(Libc.LastFault().Message);
        }
        else if (TryWatch())
        {
            int attempts = _failedAttempts;
            _failedAttempts = 0;
            Log.AcceptResumed(_logger, attempts);
        }
    }

    private void Watch()
    {
        if (!_isStopped)
        {
            _spare.TryKeep();
            TryWatch();
        }
    }

    private bool TryWatch()
    {
        try
        {
            _key = _loop.Watch(this, _descriptor, Epoll.Readable);
            return true;
        }
        catch (IOException exception)
        {
            StayPaused(exception.Message);
            return false;
        }
    }

    private void Stop()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            _resume.Dispose();
            _spare.Release();
            if (_key >= 0)
            {
                _loop.Forget(_key);
            }

            _socket.Dispose();
        }

        _stopped.TrySetResult();
    }
}
