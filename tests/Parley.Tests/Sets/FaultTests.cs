using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>What fails for one member, such as a log that can't be written, is nobody else's loss.</summary>
public sealed class FaultTests
{
    private readonly MemberList _members = new();
    private readonly ConnectionSet _set = new();

    [Theory]
    [InlineData(6)]
    [InlineData(6000)]
    public void A_delivery_that_fails_drops_its_member_and_the_others_miss_nothing(int length)
    {
        string text = new('m', length);
        (MemoryPeer before, WebSocketConnection first) = _members.Connect();
        WebSocketConnection slow = ConnectSlowReader();
        (MemoryPeer behind, WebSocketConnection last) = _members.Connect();
        Add(first, slow, last);
        for (int i = 0; i < 3; i++)
        {
            _members.Loop.Run(() => MemberList.Publish(_set, text));
        }

        // The log is to tell of the slow reader, and throws: the loop hears of it.
        Assert.NotEmpty(_members.Loop.Faults);
        Assert.Equal(Enumerable.Repeat("text " + text, 3), behind.Received);
        Assert.Equal(ConnectionState.Closed, slow.State);
        _members.Loop.Run(() => _set.Remove(slow));
        _members.Loop.Run(() => MemberList.Publish(_set, "later"));
        Assert.Equal(2, _set.Count);
        Assert.Equal([.. Enumerable.Repeat("text " + text, 3), "text later"], before.Received);
        Assert.Equal(before.Received, behind.Received);
    }

    [Fact]
    public void A_visit_that_throws_is_reported_and_the_others_are_visited()
    {
        (MemoryPeer before, WebSocketConnection first) = _members.Connect();
        (MemoryPeer behind, WebSocketConnection last) = _members.Connect();
        Add(first, last);
        _members.Loop.Run(() => _set.ForEach(
            static (connection, defect) => connection.Send(connection == defect ? throw new InvalidOperationException() : "hello"),
            first));
        Assert.Single(_members.Loop.Faults);
        Assert.Equal(["text hello"], behind.Received);
        Assert.Equal(ConnectionState.Open, first.State);
        _members.Loop.Run(() => _set.Remove(last));
        Assert.Equal(1, _set.Count);
        Assert.Empty(before.Received);
    }

    [Fact]
    public void A_flush_that_throws_ends_its_own_transport_and_the_others_are_flushed()
    {
        SimulatedLoop loop = _members.Loop;
        (InMemoryTransport broken, FaultHandler bad) = Start(true);
        (InMemoryTransport whole, FaultHandler good) = Start(false);
        loop.Run(() =>
        {
            broken.FlushLater();
            whole.FlushLater();
        });
        AssertEnded(bad, good);
    }

    [Fact]
    public void A_tick_that_throws_ends_its_own_transport_and_time_passes_for_the_others()
    {
        FaultHandler good = Start(false).Handler;
        FaultHandler bad = Start(true).Handler;
        _members.Loop.Advance(TimeSpan.FromSeconds(1));
        AssertEnded(bad, good);
    }

    private void AssertEnded(FaultHandler bad, FaultHandler good)
    {
        Assert.Equal((1, 1), (bad.Calls, good.Calls));
        Assert.Equal((true, false), (bad.IsClosed, good.IsClosed));
        Assert.Single(_members.Loop.Faults);
    }

    private void Add(params WebSocketConnection[] connections) => _members.Loop.Run(() =>
    {
        foreach (WebSocketConnection connection in connections)
        {
            _set.Add(connection);
        }
    });

    private WebSocketConnection ConnectSlowReader()
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(
            _members.Loop, new InMemoryTransportOptions { Capacity = 1 });
        var request = new MemoryRequest(first, "/", new ConnectionOptions { OutboundMark = 1 }, new BrokenLog());
        _members.Loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        new MemoryPeer(second, _members.Loop).StopReading();
        return request.Connection;
    }

    private (InMemoryTransport Transport, FaultHandler Handler) Start(bool throws)
    {
        (InMemoryTransport transport, _) = InMemoryTransport.CreatePair(_members.Loop);
        var handler = new FaultHandler(throws);
        transport.Handler = handler;
        transport.Start();
        _members.Loop.Run();
        return (transport, handler);
    }

    private sealed class FaultHandler(bool throws) : TransportHandler
    {
        public int Calls { get; private set; }

        public bool IsClosed { get; private set; }

        public override void OnReceived(Span<byte> data)
        {
        }

        public override void OnBatchEnd() => Call();

        public override void OnTick(long now) => Call();

        public override void OnClosed(Exception? fault) => IsClosed = true;

        private void Call()
        {
            Calls++;
            if (throws)
            {
                throw new InvalidOperationException("a defect");
            }
        }
    }
}
