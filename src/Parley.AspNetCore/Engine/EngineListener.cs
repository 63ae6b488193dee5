using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using KestrelConnection = Microsoft.AspNetCore.Connections.ConnectionContext;

namespace Parley.AspNetCore;

/// <summary>Accepts connections on the loops, and hands them to Kestrel as it asks.</summary>
internal sealed class EngineListener : IConnectionListener
{
    private readonly Channel<KestrelConnection> _accepted = Channel.CreateUnbounded<KestrelConnection>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly ITransportListener _listener;
    private readonly LoopPipes _pipes;
    private readonly EngineContext _context;

    public EngineListener(ITransportListener listener, EndPoint endPoint, LoopPipes pipes, EngineContext context)
    {
        _listener = listener;
        _pipes = pipes;
        _context = context;
        EndPoint = endPoint;
        listener.Start(OnAccepted);
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<KestrelConnection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out KestrelConnection? connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        _accepted.Writer.TryComplete();
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private HttpPump OnAccepted(Transport transport)
    {
        var connection = new EngineConnection(transport, EndPoint, _pipes.Create(transport.Loop), _context);
        if (!_accepted.Writer.TryWrite(connection))
        {
            // Nobody asks any more. Posted, since the transport is started once this has returned.
            transport.Loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Close(), transport));
        }

        return connection.StartHttp();
    }
}
