using System.Text;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>Connections in memory on one loop, to put into sets and to publish to.</summary>
internal sealed class MemberList
{
    public SimulatedLoop Loop { get; } = new(new TestClock());

    public (MemoryPeer Peer, WebSocketConnection Connection) Connect(
        ConnectionOptions? options = null, InMemoryTransportOptions? transport = null)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(Loop, transport);
        var peer = new MemoryPeer(second, Loop);
        var request = new MemoryRequest(first, "/", options);
        Loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        return (peer, request.Connection);
    }

    /// <summary>Publishes without running the loop.</summary>
    public static void Publish(ConnectionSet set, string text, in Delivery delivery = default)
    {
        PreparedMessage message = PreparedMessage.Create(MessageType.Text, Encoding.UTF8.GetBytes(text));
        set.Publish(message, delivery);
        message.Release();
    }
}
