using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>A server's connection in memory, the peer at its other end, and the loop and the clock that both live by.</summary>
internal sealed class MemoryConnection : IDisposable
{
    private readonly TestClock _clock = new();

    public MemoryConnection(
        IWebSocketHandler handler, ConnectionOptions? options = null, InMemoryTransportOptions? transport = null)
        : this(request => request.AcceptAsync(handler), options, transport)
    {
    }

    private MemoryConnection(
        Func<UpgradeRequest, ValueTask<bool>> accept, ConnectionOptions? options, InMemoryTransportOptions? transport)
    {
        Loop = new SimulatedLoop(_clock);
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(Loop, transport);
        Peer = new MemoryPeer(second, Loop);
        var request = new MemoryRequest(first, "/", options, Log);
        Connection = request.Connection;
        Loop.Run(() => _ = accept(request).AsTask());
    }

    public SimulatedLoop Loop { get; }

    public MemoryPeer Peer { get; }

    public WebSocketConnection Connection { get; }

    public LogCollector Log { get; } = new();

    public static MemoryConnection OfDelegate(
        Func<WebSocketConnection, CancellationToken, Task> handler,
        ConnectionOptions? options = null,
        InMemoryTransportOptions? transport = null) => new(request => request.AcceptAsync(handler), options, transport);

    /// <summary>Does something on the loop, as a handler would.</summary>
    public void Do(Action<WebSocketConnection> action) => Loop.Run(() => action(Connection));

    public void Dispose() => Loop.Dispose();
}
