using System.Net;
using System.Net.Sockets;

namespace Parley;

/// <summary>Opens a client's TCP connection, on the loop it will live on.</summary>
internal static class Dialer
{
    /// <summary>Connects to one of a server's addresses after the other, until one answers.</summary>
    /// <exception cref="WebSocketHandshakeException">None can be reached; the message says why.</exception>
    public static async Task<Transport> ConnectAsync(Uri uri, ConnectionLoop loop, CancellationToken cancellationToken)
    {
        try
        {
            return loop is EpollLoop epoll
                ? await ConnectAsync(uri, epoll, cancellationToken).ConfigureAwait(false)
                : await ConnectSocketAsync(uri, loop, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new WebSocketHandshakeException(
                $"Can't connect to {uri.IdnHost}:{uri.Port}: {exception.Message}.", innerException: exception);
        }
    }

    private static async Task<EpollTransport> ConnectAsync(Uri uri, EpollLoop loop, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(uri.IdnHost, cancellationToken).ConfigureAwait(false);
        IOException? fault = null;
        foreach (IPAddress address in addresses)
        {
            try
            {
                return await EpollConnector.ConnectAsync(loop, new IPEndPoint(address, uri.Port), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                fault ??= exception;
            }
        }

        throw fault ?? new IOException("the name has no address");
    }

    private static async Task<StreamTransport> ConnectSocketAsync(
        Uri uri, ConnectionLoop loop, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(uri.IdnHost, uri.Port, cancellationToken).ConfigureAwait(false);
            return new StreamTransport(new NetworkStream(socket, ownsSocket: true), loop, socket.RemoteEndPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
