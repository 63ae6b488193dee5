using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>Accepts TCP connections the portable way, and deals them round the loops.</summary>
public sealed class SocketListener : ITransportListener
{
    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly LoopGroup _loops;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds an address; connections queue up from here on, and are accepted from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">The address; port 0 picks a free one.</param>
    /// <param name="loops">The loops that connections are dealt to.</param>
    /// <param name="logger">Where faults are logged.</param>
    /// <exception cref="IOException">The address can't be had; the message says why.</exception>
    public SocketListener(IPEndPoint endPoint, LoopGroup loops, ILogger logger)
    {
        _loops = loops;
        _logger = logger;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                _socket.DualMode = true;
            }

            _socket.Bind(endPoint);
            _socket.Listen();
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new IOException(Explain(endPoint, exception), exception);
        }

        LocalEndPoint = _socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public void Start(Func<Transport, TransportHandler> onAccepted) => _accepting = AcceptAsync(onAccepted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static string Explain(IPEndPoint endPoint, SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"{endPoint} is in use by another program. Stop that program, or choose another port; 0 picks a free one.",
        SocketError.AccessDenied =>
            $"This user may not listen on {endPoint}. Choose a port above 1023.",
        SocketError.AddressNotAvailable =>
            $"{endPoint.Address} is no address of this machine. Choose 127.0.0.1, or 0.0.0.0 for all of its addresses.",
        _ => $"Can't listen on {endPoint}: {exception.Message}",
    };

    private async Task AcceptAsync(Func<Transport, TransportHandler> onAccepted)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                Hand(socket, onAccepted);
            }
            catch (Exception exception) when (_stopping.IsCancellationRequested)
            {
                _ = exception;
                return;
            }
            catch (SocketException exception)
            {
                // Out of descriptors, or a connection that was reset in the queue: neither ends the listening.
                Log.AcceptFault(_logger, exception);
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    private Task PauseAsync() => Task.Delay(_pauseAfterFault, _loops.Next().Time, _stopping.Token)
        .ContinueWith(static _ => { }, TaskScheduler.Default);

    private void Hand(Socket socket, Func<Transport, TransportHandler> onAccepted)
    {
        EndPoint? remote;
        try
        {
            socket.NoDelay = true;
            remote = socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            // It was reset before it was accepted.
            socket.Dispose();
            return;
        }

        ConnectionLoop loop = _loops.Next();
        var transport = new StreamTransport(new NetworkStream(socket, ownsSocket: true), loop, remote);
        loop.Post(new LoopWork(
            static (transport, onAccepted) =>
            {
                var accepted = (Transport)transport!;
                accepted.Handler = ((Func<Transport, TransportHandler>)onAccepted!)(accepted);
                accepted.Start();
            },
            transport,
            onAccepted));
    }
}
