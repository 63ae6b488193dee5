using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>What a set does about a member whose socket takes no more.</summary>
public sealed class SlowReaderTests
{
    private readonly MemberList _members = new();
    private readonly ConnectionSet _set = new();
    private readonly MemoryPeer _slow;
    private readonly MemoryPeer _quick;
    private readonly WebSocketConnection _slowConnection;

    public SlowReaderTests()
    {
        // Each frame takes 10 bytes: one fills the socket, and the mark is ten more.
        var options = new ConnectionOptions { OutboundMark = 100 };
        var narrow = new InMemoryTransportOptions { Capacity = 5 };
        (_slow, _slowConnection) = _members.Connect(options, narrow);
        (_quick, WebSocketConnection quick) = _members.Connect(options, narrow);
        _members.Loop.Run(() =>
        {
            _set.Add(_slowConnection);
            _set.Add(quick);
        });
        _slow.StopReading();
    }

    [Fact]
    public void Whoever_is_closed_gets_the_frame_that_was_begun_and_then_1013()
    {
        PublishMany(20, new Delivery(SlowReaderPolicy.Close));
        Assert.Equal(20, _quick.Received.Count);
        Assert.Equal(ConnectionState.Closing, _slowConnection.State);
        _slow.ReadAgain();
        Assert.Equal(["text msg 0000", "close 1013 reading too slowly", "gone"], _slow.Received);
        Assert.Equal(new SlowReaderCounts(1, 0, 0, 0), _set.SlowReaders);
    }

    [Fact]
    public void Dropping_the_newest_keeps_what_waits()
    {
        PublishMany(20, new Delivery(SlowReaderPolicy.DropNewest));
        _slow.ReadAgain();
        PublishMany(1, new Delivery(SlowReaderPolicy.DropNewest), from: 20);
        int kept = _slow.Received.Count - 1;
        Assert.Equal([.. Texts(0, kept), .. Texts(20, 1)], _slow.Received);
        Assert.Equal(new SlowReaderCounts(0, 20 - kept, 0, 0), _set.SlowReaders);
        Assert.InRange(kept, 5, 12);
    }

    [Fact]
    public void Dropping_the_oldest_keeps_the_latest_and_never_tears_a_frame()
    {
        PublishMany(20, new Delivery(SlowReaderPolicy.DropOldest));
        Assert.InRange(_slowConnection.UnsentBytes, 90, 120);
        _slow.ReadAgain();
        int kept = _slow.Received.Count - 1;
        Assert.Equal([.. Texts(0, 1), .. Texts(20 - kept, kept)], _slow.Received);
        Assert.Equal(new SlowReaderCounts(0, 0, 19 - kept, 0), _set.SlowReaders);
        Assert.InRange(kept, 5, 12);
    }

    [Fact]
    public void Keeping_the_latest_replaces_what_waits_under_the_same_key()
    {
        _members.Loop.Run(() => MemberList.Publish(_set, "first", Latest("none")));
        for (int round = 1; round <= 4; round++)
        {
            string price = $"{round}";
            _members.Loop.Run(() => MemberList.Publish(_set, "EUR " + price, Latest("EUR")));
            _members.Loop.Run(() => MemberList.Publish(_set, "USD " + price, Latest("USD")));
        }

        _slow.ReadAgain();
        Assert.Equal(["text first", "text EUR 4", "text USD 4"], _slow.Received);
        Assert.Equal(9, _quick.Received.Count);
        Assert.Equal(new SlowReaderCounts(0, 0, 0, 6), _set.SlowReaders);
    }

    [Fact]
    public void With_a_key_for_each_message_keeping_the_latest_stays_within_the_mark()
    {
        for (int i = 0; i < 20; i++)
        {
            int number = i;
            _members.Loop.Run(() => MemberList.Publish(_set, $"msg {number:0000}", Latest($"key {number}")));
        }

        Assert.InRange(_slowConnection.UnsentBytes, 90, 120);
        _slow.ReadAgain();
        Assert.Equal("text msg 0019", _slow.Received[^1]);
        Assert.Equal(20 - _slow.Received.Count, _set.SlowReaders.DroppedOldest);
    }

    [Theory]
    [InlineData(SlowReaderPolicy.DropOldest)]
    [InlineData(SlowReaderPolicy.KeepLatest)]
    public void Behind_a_message_longer_than_the_mark_the_latest_waits_all_the_same(SlowReaderPolicy policy)
    {
        PublishMany(1, new Delivery(policy, "key"), size: 5000);
        PublishMany(3, new Delivery(policy, "key"), from: 1);
        _slow.ReadAgain();
        Assert.Equal([.. Texts(0, 1, size: 5000), .. Texts(3, 1)], _slow.Received);
    }

    [Theory]
    [InlineData(SlowReaderPolicy.DropNewest)]
    [InlineData(SlowReaderPolicy.DropOldest)]
    public void A_burst_of_long_messages_in_one_iteration_stops_at_the_mark_and_one_message(SlowReaderPolicy policy)
    {
        _members.Loop.Run(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                MemberList.Publish(_set, Text(i, 5000), new Delivery(policy));
            }
        });
        Assert.InRange(_slowConnection.UnsentBytes, 4000, 10_100);
    }

    [Fact]
    public void What_was_sent_to_the_member_alone_is_never_dropped_and_keeps_its_place()
    {
        PublishMany(3, new Delivery(SlowReaderPolicy.DropOldest));
        _members.Loop.Run(() => Assert.Equal(SendStatus.Taken, _slowConnection.Send("for you alone")));
        PublishMany(20, new Delivery(SlowReaderPolicy.DropOldest), from: 3);
        _slow.ReadAgain();
        Assert.Equal(["text msg 0000", "text for you alone"], _slow.Received.Take(2));
        Assert.Equal("text msg 0022", _slow.Received[^1]);
    }

    [Fact]
    public void A_close_comes_after_everything_that_was_sent_before_it()
    {
        PublishMany(3, new Delivery(SlowReaderPolicy.Close));
        _members.Loop.Run(() =>
        {
            _slowConnection.Send("last");
            _slowConnection.Close();
        });
        _slow.ReadAgain();
        Assert.Equal([.. Texts(0, 3), "text last", "close 1000", "gone"], _slow.Received);
    }

    [Fact]
    public void A_message_without_a_key_cant_be_the_latest_of_one() =>
        Assert.Throws<ArgumentException>(() => MemberList.Publish(_set, "x", new Delivery(SlowReaderPolicy.KeepLatest)));

    private static Delivery Latest(string key) => new(SlowReaderPolicy.KeepLatest, key);

    private static string Text(int number, int size = 8) => $"msg {number:0000}".PadRight(size, '.');

    private static IEnumerable<string> Texts(int from, int count, int size = 8) =>
        Enumerable.Range(from, count).Select(i => "text " + Text(i, size));

    private void PublishMany(int count, Delivery delivery, int from = 0, int size = 8)
    {
        for (int i = from; i < from + count; i++)
        {
            string text = Text(i, size);
            _members.Loop.Run(() => MemberList.Publish(_set, text, delivery));
        }
    }
}
