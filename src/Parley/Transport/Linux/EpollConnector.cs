using System.Net;
using System.Runtime.InteropServices;

namespace Parley;

/// <summary>A socket on its way to a server: it is watched until it is connected or refused.</summary>
internal sealed class EpollConnector : IEpollSource
{
    private readonly EpollLoop _loop;
    private readonly EndPoint _server;
    private readonly TaskCompletionSource<EpollTransport> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _socket = -1;
    private int _key = -1;

    private EpollConnector(EpollLoop loop, EndPoint server)
    {
        _loop = loop;
        _server = server;
    }

    /// <summary>Connects to one address. Any thread may call it.</summary>
    /// <exception cref="IOException">The server can't be reached; the message is the system's.</exception>
    public static async Task<EpollTransport> ConnectAsync(
        EpollLoop loop, EndPoint server, CancellationToken cancellationToken)
    {
        var connector = new EpollConnector(loop, server);
        loop.Post(new LoopWork(static (connector, _) => ((EpollConnector)connector!).Start(), connector));
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (connector, token) => ((EpollConnector)connector!).PostCancel(token), connector);
        return await connector._connected.Task.ConfigureAwait(false);
    }

    unsafe void IEpollSource.OnEvents(uint events)
    {
        int error = 0;
        int size = sizeof(int);
        if (Libc.GetOption(_socket, Libc.LevelSocket, Libc.SocketErrorOption, &error, &size) < 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        if (error != 0)
        {
            Fail(Libc.Fault(error));
            return;
        }

        // The transport watches the socket on its own account.
        _loop.Rewatch(_key, _socket, Epoll.Writable, 0);
        _loop.Forget(_key);
        int socket = _socket;
        _socket = -1;
        if (!_connected.TrySetResult(new EpollTransport(_loop, socket, PeerAddress.FromNative(Native(_server).Span))))
        {
            Libc.Close(socket);
        }
    }

    void IEpollSource.OnFault(Exception fault) => Fail(fault);

    // The system's own form of an address: .NET keeps it as struct sockaddr.
    private static ReadOnlyMemory<byte> Native(EndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        return address.Buffer[..address.Size];
    }

    // Whatever goes wrong is told to whoever waits: nobody else would.
    private void Start()
    {
        try
        {
            Connect();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Connect()
    {
        ReadOnlyMemory<byte> native = Native(_server);
        _socket = Libc.CreateSocket(
            BitConverter.ToUInt16(native.Span), Libc.SocketStream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (_socket < 0 || !TryConnect(native.Span))
        {
            Fail(Libc.LastFault());
            return;
        }

        _key = _loop.Watch(this, _socket, Epoll.Writable);
    }

    private unsafe bool TryConnect(ReadOnlySpan<byte> native)
    {
        int one = 1;
        if (_server is IPEndPoint)
        {
            Libc.SetOption(_socket, Libc.LevelTcp, Libc.TcpNoDelay, &one, sizeof(int));
        }

        fixed (byte* address = native)
        {
            return Libc.Connect(_socket, address, native.Length) == 0
                || Marshal.GetLastPInvokeError() == Libc.InProgress;
        }
    }

    private void PostCancel(CancellationToken token) => _loop.Post(new LoopWork(
        static (connector, fault) => ((EpollConnector)connector!).Fail((Exception)fault!),
        this,
        new OperationCanceledException(token)));

    private void Fail(Exception fault)
    {
        if (!_connected.TrySetException(fault) || _socket < 0)
        {
            return;
        }

        if (_key >= 0)
        {
            _loop.Forget(_key);
        }

        Libc.Close(_socket);
        _socket = -1;
    }
}
