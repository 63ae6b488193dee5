using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>A publication may leave one member out, and still goes out together with the others.</summary>
public sealed class ExceptionTests
{
    private readonly MemberList _members = new();
    private readonly ConnectionSet _set = new();

    [Fact]
    public void Each_member_gets_everything_but_what_leaves_it_out_in_order()
    {
        (MemoryPeer firstPeer, WebSocketConnection first) = Join();
        (MemoryPeer secondPeer, WebSocketConnection second) = Join();
        (MemoryPeer thirdPeer, _) = Join();
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "a");
            MemberList.Publish(_set, "b", Without(first));
            MemberList.Publish(_set, "c", Without(second));
            MemberList.Publish(_set, "d");
            MemberList.Publish(_set, "e", Without(first));
        });
        Assert.Equal(["text a", "text c", "text d"], firstPeer.Received);
        Assert.Equal(["text a", "text b", "text d", "text e"], secondPeer.Received);
        Assert.Equal(["text a", "text b", "text c", "text d", "text e"], thirdPeer.Received);
    }

    [Fact]
    public void What_was_left_out_once_is_forgotten_for_the_next_iteration()
    {
        (MemoryPeer peer, WebSocketConnection connection) = Join();
        for (int i = 0; i < 40; i++)
        {
            int number = i;
            _members.Loop.Run(() =>
            {
                MemberList.Publish(_set, $"not {number}", Without(connection));
                MemberList.Publish(_set, $"{number}");
            });
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(static i => $"text {i}"), peer.Received);
    }

    [Fact]
    public void A_message_too_long_to_be_copied_leaves_a_member_out_as_well()
    {
        (MemoryPeer firstPeer, WebSocketConnection first) = Join();
        (MemoryPeer secondPeer, _) = Join();
        string text = new('x', 20_000);
        _members.Loop.Run(() => MemberList.Publish(_set, text, Without(first)));
        Assert.Empty(firstPeer.Received);
        Assert.Equal(["text " + text], secondPeer.Received);
    }

    [Fact]
    public void Forty_senders_that_leave_themselves_out_hear_each_other()
    {
        (MemoryPeer Peer, WebSocketConnection Connection)[] members = [.. Enumerable.Range(0, 40).Select(_ => Join())];
        _members.Loop.Run(() =>
        {
            foreach ((int number, (_, WebSocketConnection connection)) in members.Index())
            {
                MemberList.Publish(_set, $"{number}", Without(connection));
            }
        });
        foreach ((int number, (MemoryPeer peer, _)) in members.Index())
        {
            Assert.Equal(Enumerable.Range(0, 40).Where(i => i != number).Select(static i => $"text {i}"), peer.Received);
        }
    }

    [Fact]
    public void A_member_that_is_not_accepted_yet_is_left_out_of_what_waits_for_it()
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(_members.Loop);
        var peer = new MemoryPeer(far, _members.Loop);
        var request = new MemoryRequest(near, "/");
        _members.Loop.Run(() => _set.Add(request.Connection));
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "a", Without(request.Connection));
            MemberList.Publish(_set, "b");
        });
        _members.Loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        Assert.Equal(["text b"], peer.Received);
    }

    [Fact]
    public async Task All_members_can_be_listed()
    {
        (_, WebSocketConnection first) = Join();
        (_, WebSocketConnection second) = Join();
        Task<IReadOnlyList<WebSocketConnection>> listing = _set.ListAsync();
        _members.Loop.Run();
        Assert.Equal(new HashSet<WebSocketConnection> { first, second }, (await Within.Time(listing)).ToHashSet());
        Assert.Empty(await Within.Time(new ConnectionSet().ListAsync()));
    }

    private static Delivery Without(WebSocketConnection connection) =>
        new(SlowReaderPolicy.Close, Except: connection);

    private (MemoryPeer Peer, WebSocketConnection Connection) Join()
    {
        (MemoryPeer Peer, WebSocketConnection Connection) member = _members.Connect();
        _members.Loop.Run(() => _set.Add(member.Connection));
        return member;
    }
}
