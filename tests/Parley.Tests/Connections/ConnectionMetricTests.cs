using Parley.Protocol;
using Parley.Tests.Sets;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>What connections count for whoever watches the process.</summary>
[Collection(nameof(Alone))]
public sealed class ConnectionMetricTests
{
    [Fact]
    public void A_connection_is_counted_while_it_is_open()
    {
        long before = Open();
        using var memory = new MemoryConnection(new RecordingHandler());
        Assert.Equal(before + 1, Open());
        memory.Peer.Close(CloseCode.NormalClosure);
        Assert.Equal(before, Open());
    }

    [Theory]
    [InlineData(4321, "4321")]
    [InlineData(null, "1006")]
    public void A_connection_counts_once_under_the_code_it_closed_with(int? code, string counted)
    {
        using var closes = new MetricCollector("parley.connection.closes", "parley.close.code");
        using var memory = new MemoryConnection(new RecordingHandler());
        if (code is null)
        {
            memory.Peer.Vanish();
        }
        else
        {
            memory.Peer.Close((CloseCode)code);
        }

        Assert.Equal(1, closes.Counts[counted]);
    }

    [Fact]
    public void Messages_are_counted_by_their_payload_wherever_they_come_from()
    {
        var members = new MemberList();
        var set = new ConnectionSet();
        (MemoryPeer peer, WebSocketConnection connection) = members.Connect();
        (_, WebSocketConnection other) = members.Connect();
        MessageTotals before = MessageCounters.Sum();
        peer.Say("12345");
        peer.Say("");
        members.Loop.Run(() =>
        {
            set.Add(connection);
            set.Add(other);
            connection.Send("123");
            connection.Send(new string('b', 6000));
        });
        members.Loop.Run(() =>
        {
            MemberList.Publish(set, "shared");
            MemberList.Publish(set, "with it");
            MemberList.Publish(set, new string('a', 5000));
        });

        MessageTotals totals = members.Loop.Messages.Totals;
        Assert.Equal((2, 5), (totals.MessagesReceived, totals.BytesReceived));
        Assert.Equal((8, 6003 + (2 * (6 + 7 + 5000))), (totals.MessagesSent, totals.BytesSent));
        members.Loop.Dispose();
        Assert.True(ObservedMetric.Read("parley.messages", "network.io.direction", "receive") >= before.MessagesReceived + 2);
        Assert.True(ObservedMetric.Read("parley.messages", "network.io.direction", "transmit") >= before.MessagesSent + 8);
        Assert.True(ObservedMetric.Read("parley.message.bytes", "network.io.direction", "receive") >= before.BytesReceived + 5);
        Assert.True(ObservedMetric.Read("parley.message.bytes", "network.io.direction", "transmit") >= before.BytesSent + 16_029);
    }

    [Fact]
    public void A_message_that_waited_for_its_peer_counts_once_and_one_that_was_dropped_never()
    {
        var members = new MemberList();
        var set = new ConnectionSet();
        (MemoryPeer peer, WebSocketConnection connection) = members.Connect(
            new ConnectionOptions { OutboundMark = 40 }, new InMemoryTransportOptions { Capacity = 5 });
        members.Loop.Run(() => set.Add(connection));
        peer.StopReading();
        for (int i = 0; i < 30; i++)
        {
            members.Loop.Run(() => MemberList.Publish(set, $"{i}", new Delivery(SlowReaderPolicy.DropNewest)));
        }

        peer.ReadAgain();
        members.Loop.Run();
        Assert.InRange(peer.Received.Count, 2, 29);
        Assert.Equal(peer.Received.Count, members.Loop.Messages.Totals.MessagesSent);
    }

    private static long Open() => ObservedMetric.Read("parley.connections", "parley.role", "server");
}
