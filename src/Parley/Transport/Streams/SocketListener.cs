using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>
/// Accepts TCP and Unix socket connections the portable way, with TLS or without, and deals them round the loops.
/// </summary>
public sealed class SocketListener : ITransportListener
{
    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly LoopGroup _loops;
    private readonly ILogger _logger;
    private readonly TlsHandshakes? _handshakes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly bool _noDelay;
    private int _failedAttempts;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds an address; connections queue up from here on, and are accepted from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">The address, whose port 0 picks a free one, or a Unix socket's path.</param>
    /// <param name="loops">The loops that connections are dealt to.</param>
    /// <param name="logger">Where faults are logged.</param>
    /// <param name="tls">How TLS is spoken; null for plain connections.</param>
    /// <exception cref="IOException">The address can't be had; the message says why.</exception>
    public SocketListener(EndPoint endPoint, LoopGroup loops, ILogger logger, TlsOptions? tls = null)
        : this(ListeningSocket.Open(endPoint), loops, logger, tls)
    {
    }

    /// <summary>Takes a socket whose connections queue up; they are accepted from <see cref="Start"/> on.</summary>
    /// <param name="listening">The socket, bound and listening, which the listener disposes.</param>
    /// <param name="loops">The loops that connections are dealt to.</param>
    /// <param name="logger">Where faults are logged.</param>
    /// <param name="tls">How TLS is spoken; null for plain connections.</param>
    internal SocketListener(Socket listening, LoopGroup loops, ILogger logger, TlsOptions? tls = null)
    {
        _handshakes = tls is null ? null : new TlsHandshakes(tls, loops.Next().Time, logger);
        _loops = loops;
        _logger = logger;
        _socket = listening;
        _noDelay = listening.ProtocolType == ProtocolType.Tcp && listening.NoDelay;
        LocalEndPoint = _socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public void Start(Func<Transport, TransportHandler> onAccepted) => _accepting = AcceptAsync(onAccepted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        if (_handshakes is not null)
        {
            await _handshakes.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync(Func<Transport, TransportHandler> onAccepted)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                OnSuccess();
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
                await PauseAsync(exception).ConfigureAwait(false);
            }
        }
    }

    private Task PauseAsync(SocketException exception)
    {
        // Said once, however many attempts fail until descriptors are free again.
        if (_failedAttempts++ == 0)
        {
            Log.AcceptPaused(_logger, exception.Message);
        }

        return Task.Delay(_pauseAfterFault, _loops.Next().Time, _stopping.Token)
            .ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private void OnSuccess()
    {
        if (_failedAttempts > 0)
        {
            Log.AcceptResumed(_logger, _failedAttempts);
            _failedAttempts = 0;
        }
    }

    private void Hand(Socket socket, Func<Transport, TransportHandler> onAccepted)
    {
        EndPoint? remote;
        NetworkStream stream;
        try
        {
            if (socket.ProtocolType == ProtocolType.Tcp)
            {
                socket.NoDelay = _noDelay;
            }

            remote = socket.RemoteEndPoint;
            stream = new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // It was reset before it was accepted.
            socket.Dispose();
            return;
        }

        if (_handshakes is null)
        {
            Begin(stream, remote, onAccepted);
        }
        else
        {
            _ = _handshakes.RunAsync(stream, remote, secured => Begin(secured, remote, onAccepted));
        }
    }

    private void Begin(Stream stream, EndPoint? remote, Func<Transport, TransportHandler> onAccepted)
    {
        ConnectionLoop loop = _loops.Next();
        loop.Post(new LoopWork(
            static (transport, onAccepted) =>
                ((Transport)transport!).StartWith((Func<Transport, TransportHandler>)onAccepted!),
            new StreamTransport(stream, loop, remote),
            onAccepted));
    }
}
