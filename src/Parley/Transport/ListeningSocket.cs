using System.Net;
using System.Net.Sockets;

namespace Parley;

/// <summary>Binds an address and listens on it, for every listener alike, and says in a sentence why it can't.</summary>
internal static class ListeningSocket
{
    /// <summary>Makes a socket that is bound and listening. Connections queue up in it until they are accepted.</summary>
    /// <param name="endPoint">
    /// A TCP address, whose port 0 picks a free one, or a Unix socket's path. The file that nobody listens on any more
    /// is removed; disposing the socket removes the file it made.
    /// </param>
    /// <returns>The socket, which the caller disposes.</returns>
    /// <exception cref="IOException">The address can't be had; the message says why.</exception>
    public static Socket Open(EndPoint endPoint)
    {
        var socket = new Socket(
            endPoint.AddressFamily,
            SocketType.Stream,
            endPoint is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            Prepare(socket, endPoint);
            socket.Bind(endPoint);
            socket.Listen();
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException(Explain(endPoint, exception.SocketErrorCode, exception.Message), exception);
        }
    }

    private static void Prepare(Socket socket, EndPoint endPoint)
    {
        if (endPoint is UnixDomainSocketEndPoint)
        {
            StaleSocketFile.Remove(endPoint);
            return;
        }

        // On Linux, what is accepted inherits it.
        socket.NoDelay = true;
        if (endPoint is IPEndPoint address && address.Address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }
    }

    private static string Explain(EndPoint endPoint, SocketError error, string message) => (endPoint, error) switch
    {
        (UnixDomainSocketEndPoint, SocketError.AddressAlreadyInUse) =>
            $"{endPoint} is in use by another program, or is no socket. Stop that program, or choose another path.",
        (UnixDomainSocketEndPoint, SocketError.AccessDenied) =>
            $"This user may not make {endPoint}. Choose a path in a folder of this user's own.",

        // The runtime's name for ENOENT.
        (UnixDomainSocketEndPoint, SocketError.AddressNotAvailable) =>
            $"{endPoint} can't be made, since its folder does not exist. Make the folder first.",
        (_, SocketError.AddressAlreadyInUse) =>
            $"{endPoint} is in use by another program. Stop that program, or choose another port; 0 picks a free one.",
        (_, SocketError.AccessDenied) =>
            $"This user may not listen on {endPoint}. Choose a port above 1023.",
        (IPEndPoint address, SocketError.AddressNotAvailable) =>
            $"{address.Address} is no address of this machine. Choose 127.0.0.1, or 0.0.0.0 for all of its addresses.",
        _ => $"Can't listen on {endPoint}: {message}",
    };
}
