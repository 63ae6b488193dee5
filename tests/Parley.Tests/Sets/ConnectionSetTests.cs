using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

public sealed class ConnectionSetTests
{
    private readonly SimulatedLoop _loop = new(new TestClock());
    private readonly ConnectionSet _set = new();

    [Fact]
    public void Every_member_gets_what_is_published_in_order_and_others_nothing()
    {
        (MemoryPeer Peer, WebSocketConnection Connection)[] members = [Connect(), Connect(), Connect()];
        (MemoryPeer outsider, _) = Connect();
        foreach ((_, WebSocketConnection connection) in members)
        {
            _set.Add(connection);
            _set.Add(connection);
        }

        Publish("a");
        Publish("b");
        Assert.Equal(3, _set.Count);
        Assert.All(members, static member => Assert.Equal(["text a", "text b"], member.Peer.Received));
        Assert.Empty(outsider.Received);

        _set.Remove(members[0].Connection);
        _set.Remove(members[0].Connection);
        Publish("c");
        Assert.Equal(2, _set.Count);
        Assert.Equal(["text a", "text b"], members[0].Peer.Received);
        Assert.Equal(["text a", "text b", "text c"], members[1].Peer.Received);
    }

    [Fact]
    public void A_member_that_has_not_been_accepted_gets_its_messages_when_it_is()
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(_loop);
        var peer = new MemoryPeer(second, _loop);
        var request = new MemoryRequest(first, "/");
        _set.Add(request.Connection);
        Publish("early");
        Assert.Empty(peer.Received);
        _loop.Run(() => _ = request.AcceptAsync(new RecordingHandler { Opened = static connection => connection.Send("open") }).AsTask());
        Publish("late");
        Assert.Equal(["text early", "text open", "text late"], peer.Received);
    }

    [Fact]
    public void Too_much_for_a_member_that_is_not_accepted_closes_it_with_1013()
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(_loop);
        var peer = new MemoryPeer(second, _loop);
        var request = new MemoryRequest(first, "/");
        _set.Add(request.Connection);
        for (int i = 0; i < 100; i++)
        {
            Publish($"{i}");
        }

        _loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        Assert.StartsWith("close 1013", peer.Received[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_connection_is_not_added()
    {
        (MemoryPeer peer, WebSocketConnection connection) = Connect();
        peer.Vanish();
        _set.Add(connection);
        _loop.Run();
        Assert.Equal(0, _set.Count);
    }

    [Fact]
    public void A_slow_reader_is_closed_or_misses_messages_as_the_delivery_says_and_the_others_get_all()
    {
        var options = new ConnectionOptions { OutboundMark = 100 };
        var narrow = new InMemoryTransportOptions { Capacity = 10 };
        (MemoryPeer slow, WebSocketConnection slowConnection) = Connect(options, narrow);
        (MemoryPeer quick, WebSocketConnection quickConnection) = Connect(options, narrow);
        _set.Add(slowConnection);
        _set.Add(quickConnection);
        slow.StopReading();
        for (int i = 0; i < 20; i++)
        {
            Publish($"message {i} of 20", SlowReaderPolicy.DropNewest);
        }

        Assert.Equal(20, quick.Received.Count);
        Assert.Equal(ConnectionState.Open, slowConnection.State);
        Publish("too much", SlowReaderPolicy.Close);
        Assert.Equal(21, quick.Received.Count);
        Assert.Equal(ConnectionState.Closing, slowConnection.State);

        slow.ReadAgain();
        Assert.InRange(slow.Received.Count, 2, 15);
        Assert.Contains("close 1013 reading too slowly", slow.Received);
    }

    [Fact]
    public void Members_may_leave_while_they_are_visited()
    {
        (MemoryPeer Peer, WebSocketConnection Connection)[] members = [.. Enumerable.Range(0, 10).Select(_ => Connect())];
        foreach ((_, WebSocketConnection connection) in members)
        {
            _set.Add(connection);
        }

        int visited = 0;
        _set.ForEach((connection, set) =>
        {
            visited++;
            ((ConnectionSet)set!).Remove(connection);
        }, _set);
        _loop.Run();
        Assert.Equal((10, 0), (visited, _set.Count));
    }

    private (MemoryPeer Peer, WebSocketConnection Connection) Connect(
        ConnectionOptions? options = null, InMemoryTransportOptions? transport = null)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(_loop, transport);
        var peer = new MemoryPeer(second, _loop);
        var request = new MemoryRequest(first, "/", options);
        _loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        return (peer, request.Connection);
    }

    private void Publish(string text, SlowReaderPolicy policy = SlowReaderPolicy.Close)
    {
        var message = PreparedMessage.Create(MessageType.Text, System.Text.Encoding.UTF8.GetBytes(text));
        _set.Publish(message, new Delivery(policy));
        message.Release();
        _loop.Run();
    }
}
