using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>However publications are laid out together, each connection gets everything in the order of the calls.</summary>
public sealed class OrderTests
{
    private readonly MemberList _members = new();
    private readonly ConnectionSet _set = new();

    [Fact]
    public void Publications_of_one_iteration_and_direct_sends_between_them_keep_their_order()
    {
        (MemoryPeer peer, WebSocketConnection connection) = Join();
        (MemoryPeer other, _) = Join();
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "1");
            MemberList.Publish(_set, "2");
            _members.Loop.Post(new LoopWork((_, _) => connection.Send("direct")));
            MemberList.Publish(_set, "3");
        });
        Assert.Equal(["text 1", "text 2", "text direct", "text 3"], peer.Received);
        Assert.Equal(["text 1", "text 2", "text 3"], other.Received);
    }

    [Fact]
    public void A_member_of_two_sets_gets_both_in_the_order_of_the_calls()
    {
        (MemoryPeer peer, WebSocketConnection connection) = Join();
        var second = new ConnectionSet();
        _members.Loop.Run(() => second.Add(connection));
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "a1");
            MemberList.Publish(second, "b1");
            MemberList.Publish(_set, "a2");
            MemberList.Publish(second, new string('x', 5000));
            MemberList.Publish(_set, "a3");
        });
        Assert.Equal(["text a1", "text b1", "text a2", "text " + new string('x', 5000), "text a3"], peer.Received);
    }

    [Fact]
    public void Who_joins_gets_what_is_published_after_and_who_leaves_what_was_published_before()
    {
        (MemoryPeer stays, _) = Join();
        (MemoryPeer leaves, WebSocketConnection leaving) = Join();
        (MemoryPeer joins, WebSocketConnection joining) = _members.Connect();
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "before");
            _members.Loop.Post(new LoopWork((_, _) =>
            {
                _set.Remove(leaving);
                _set.Add(joining);
            }));
            MemberList.Publish(_set, "after");
        });
        Assert.Equal(["text before", "text after"], stays.Received);
        Assert.Equal(["text before"], leaves.Received);
        Assert.Equal(["text after"], joins.Received);
    }

    [Fact]
    public void A_visit_sees_members_that_have_been_handed_what_was_published_before()
    {
        (MemoryPeer peer, _) = Join();
        _members.Loop.Run(() =>
        {
            MemberList.Publish(_set, "published");
            _set.ForEach(static (connection, _) => connection.Send("visited"), null);
        });
        Assert.Equal(["text published", "text visited"], peer.Received);
    }

    [Fact]
    public void More_than_the_shared_buffer_holds_arrives_whole()
    {
        (MemoryPeer peer, _) = Join();
        string text = new('y', 4000);
        _members.Loop.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                MemberList.Publish(_set, $"{i} {text}");
            }
        });
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"text {i} {text}"), peer.Received);
    }

    private (MemoryPeer Peer, WebSocketConnection Connection) Join()
    {
        (MemoryPeer peer, WebSocketConnection connection) = _members.Connect();
        _members.Loop.Run(() => _set.Add(connection));
        return (peer, connection);
    }
}
