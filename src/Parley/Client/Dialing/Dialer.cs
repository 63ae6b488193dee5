using System.Net;
using System.Net.Sockets;

namespace Parley;

/// <summary>Opens what a client's handshake goes over: TCP or a Unix socket, through a proxy, with TLS.</summary>
internal static class Dialer
{
    /// <summary>Connects to a request's server. Any thread may call it.</summary>
    /// <exception cref="WebSocketHandshakeException">It can't be reached; the message says why.</exception>
    public static async Task<Transport> ConnectAsync(
        ClientRequest request, ConnectionLoop loop, CancellationToken cancellationToken)
    {
        Uri? proxy = ProxyFinder.Find(request);
        if (loop is EpollLoop epoll && proxy is null && !request.IsSecure)
        {
            return await ConnectAsync(
                request.Options.UnixSocketPath,
                request.Uri,
                (server, token) => EpollConnector.ConnectAsync(epoll, server, token),
                static late => late.Loop.Post(new LoopWork(static (late, _) => ((Transport)late!).Close(), late)),
                loop.Time,
                cancellationToken).ConfigureAwait(false);
        }

        (Stream stream, EndPoint? remote) = await OpenStreamAsync(request, proxy, loop.Time, cancellationToken)
            .ConfigureAwait(false);
        return new StreamTransport(stream, loop, remote);
    }

    private static async Task<(Stream Stream, EndPoint? Remote)> OpenStreamAsync(
        ClientRequest request, Uri? proxy, TimeProvider time, CancellationToken cancellationToken)
    {
        Socket socket = await ConnectAsync(
            request.Options.UnixSocketPath,
            proxy ?? request.Uri,
            ConnectSocketAsync,
            static late => late.Dispose(),
            time,
            cancellationToken).ConfigureAwait(false);
        EndPoint? remote = proxy is null ? socket.RemoteEndPoint : null;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (proxy is not null)
        {
            stream = await ProxyTunnel.OpenAsync(stream, proxy, request, cancellationToken).ConfigureAwait(false);
        }

        if (request.IsSecure)
        {
            stream = await ClientTls.SecureAsync(stream, request.Uri, request.Tls, cancellationToken).ConfigureAwait(false);
        }

        return (stream, remote);
    }

    private static async Task<T> ConnectAsync<T>(
        string? unixSocketPath,
        Uri server,
        Func<EndPoint, CancellationToken, Task<T>> connect,
        Action<T> discard,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            return unixSocketPath is not null
                ? await connect(new UnixDomainSocketEndPoint(unixSocketPath), cancellationToken).ConfigureAwait(false)
                : await AddressRace.RunAsync(
                    await LookUpAsync(server, cancellationToken).ConfigureAwait(false),
                    (address, token) => connect(new IPEndPoint(address, server.Port), token),
                    discard,
                    time,
                    cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException and not WebSocketHandshakeException)
        {
            string where = unixSocketPath ?? $"{server.IdnHost}:{server.Port}";
            throw new WebSocketHandshakeException(
                $"Can't connect to {where}: {exception.Message.TrimEnd('.')}. Is it running, and is this its address?",
                innerException: exception)
            {
                Failure = HandshakeFailure.Unreachable,
            };
        }
    }

    private static async Task<IPAddress[]> LookUpAsync(Uri server, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(server.IdnHost, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new WebSocketHandshakeException(
                $"The name {server.IdnHost} was not found: {exception.Message.TrimEnd('.')}. "
                + "Check its spelling, and whether this machine has a network.",
                innerException: exception)
            {
                Failure = HandshakeFailure.NameNotFound,
            };
        }
    }

    private static async Task<Socket> ConnectSocketAsync(EndPoint server, CancellationToken cancellationToken)
    {
        Socket socket = server is IPEndPoint
            ? new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
