using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>Two sockets that are the ends of one TCP connection.</summary>
internal static class SocketPair
{
    public static async Task<(Socket Near, Socket Far)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Task<Socket> accept = listener.AcceptSocketAsync();
        await Within.Time(near.ConnectAsync(listener.LocalEndpoint));
        return (near, await Within.Time(accept));
    }
}
