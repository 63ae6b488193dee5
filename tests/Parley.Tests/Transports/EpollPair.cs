using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>Two epoll transports that are connected over TCP, both on one loop and not yet started.</summary>
internal static class EpollPair
{
    public static EpollLoop CreateLoop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        return new EpollLoop("test");
    }

    public static async Task<(EpollTransport Near, EpollTransport Far)> ConnectAsync(EpollLoop loop, IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        EpollTransport near = await Within.Time(
            EpollConnector.ConnectAsync(loop, listener.LocalEndpoint, CancellationToken.None));
        return (near, Adopt(loop, listener.AcceptSocket()));
    }

    /// <summary>Makes a socket that .NET has only opened a loop's.</summary>
    public static EpollTransport Adopt(EpollLoop loop, Socket socket)
    {
        socket.Blocking = false;
        SocketAddress address = socket.RemoteEndPoint!.Serialize();
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        socket.SafeHandle.SetHandleAsInvalid();
        return new EpollTransport(loop, descriptor, PeerAddress.FromNative(address.Buffer.Span[..address.Size]));
    }
}
