using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Parley.AspNetCore;

/// <summary>The engine as a transport of Kestrel's: binds what Kestrel's own socket transport binds, and as it does.</summary>
internal sealed class EngineListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly SocketTransportOptions _sockets;
    private readonly EngineContext _context;
    private readonly Lazy<LoopGroup> _loops;
    private readonly LoopPipes _pipes;

    public EngineListenerFactory(
        IOptions<ParleyEngineOptions> options,
        IOptions<SocketTransportOptions> sockets,
        IMemoryPoolFactory<byte> memory,
        TimeProvider time,
        ILoggerFactory logging)
    {
        _sockets = sockets.Value;
        _context = new EngineContext(
            logging.CreateLogger<EngineListener>(),
            options.Value.TrimAfterBursts ? new AcceptBurst(time) : null);
        _loops = new Lazy<LoopGroup>(() => LoopGroup.Create(options.Value.Engine, time, logging));
        _pipes = new LoopPipes(_sockets, memory);
    }

    /// <summary>How many connections there are. About right while others come and go.</summary>
    public int ConnectionCount => Loops.Sum(static loop => loop.TransportCount);

    /// <summary>The loops, once there are any.</summary>
    public IReadOnlyList<ConnectionLoop> Loops => _loops.IsValueCreated ? _loops.Value.Loops : [];

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint or FileHandleEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket = Bind(endpoint);
        EndPoint bound = socket.LocalEndPoint!;
        if (bound is IPEndPoint)
        {
            // What is accepted inherits it.
            socket.NoDelay = _sockets.NoDelay;
        }

        return ValueTask.FromResult<IConnectionListener>(
            new EngineListener(_loops.Value.Listen(socket, _context.Logger), bound, _pipes, _context));
    }

    public void Dispose()
    {
        if (_loops.IsValueCreated)
        {
            _loops.Value.Dispose();
        }

        _context.Burst?.Dispose();
        _pipes.Dispose();
    }

    private Socket Bind(EndPoint endpoint)
    {
        Socket? socket = null;
        try
        {
            socket = _sockets.CreateBoundListenSocket(endpoint);
            socket.Listen(_sockets.Backlog);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(exception.Message, exception);
        }
    }
}
