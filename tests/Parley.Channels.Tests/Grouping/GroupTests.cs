using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>Groups within one process.</summary>
public sealed class GroupTests
{
    private static readonly GroupName _group = new("garden");

    private readonly List<string> _events = [];
    private readonly Stage _stage;

    public GroupTests() => _stage = new Stage("/", () => new ScriptedConsumer(_events)
    {
        Receiving = static async (consumer, text, cancellationToken) =>
        {
            switch (text)
            {
                case "join":
                    await consumer.Groups.AddAsync(_group, cancellationToken);
                    break;
                case "leave":
                    await consumer.Groups.DiscardAsync(_group);
                    break;
                case "event":
                    await consumer.Groups.SendAsync(_group, GroupEvent.FromText("chat.joined", "大厅"), cancellationToken);
                    break;
                default:
                    await consumer.Groups.BroadcastAsync(_group, text, cancellationToken);
                    break;
            }
        },
    });

    [Fact]
    public void Members_hear_what_is_broadcast_the_sender_included_and_others_nothing()
    {
        MemoryPeer[] peers = [_stage.Connect(), _stage.Connect(), _stage.Connect()];
        peers[0].Say("join");
        peers[1].Say("join");
        peers[0].Say("hello");
        peers[2].Say("from outside");
        Assert.Equal(["text hello", "text from outside"], peers[0].Received);
        Assert.Equal(["text hello", "text from outside"], peers[1].Received);
        Assert.Empty(peers[2].Received);
        Assert.Equal(2, _stage.Groups.MemberCount(_group));
    }

    [Fact]
    public void Joining_twice_is_joining_once_and_leaving_twice_is_leaving_once()
    {
        MemoryPeer peer = _stage.Connect();
        peer.Say("leave");
        peer.Say("join");
        peer.Say("join");
        peer.Say("once");
        peer.Say("leave");
        peer.Say("leave");
        peer.Say("never");
        Assert.Equal(["text once"], peer.Received);
        Assert.Equal(0, _stage.Groups.MemberCount(_group));
        peer.Say("join");
        peer.Say("again");
        Assert.Equal(["text once", "text again"], peer.Received);
    }

    [Fact]
    public void An_event_goes_to_every_members_consumer()
    {
        MemoryPeer[] peers = [_stage.Connect(), _stage.Connect()];
        peers[0].Say("join");
        peers[1].Say("join");
        _events.Clear();
        peers[0].Say("event");
        Assert.Equal(["event", "chat.joined: 大厅", "chat.joined: 大厅"], _events);
        Assert.Empty(peers[1].Received);
    }

    [Fact]
    public async Task Code_that_is_no_consumer_can_broadcast_too()
    {
        MemoryPeer peer = _stage.Connect();
        peer.Say("join");
        await _stage.Groups.BroadcastAsync(_group, MessageType.Binary, new byte[] { 1, 2, 3 });
        _stage.Loop.Run();
        Assert.Equal(["binary 3"], peer.Received);
    }

    [Fact]
    public async Task Without_members_nothing_happens()
    {
        await _stage.Groups.BroadcastAsync(new GroupName("nobody"), "x");
        await _stage.Groups.SendAsync(new GroupName("nobody"), GroupEvent.FromText("a", "b"));
        Assert.Equal(0, _stage.Groups.MemberCount(new GroupName("nobody")));
    }

    [Theory]
    [InlineData("vanishes")]
    [InlineData("closes")]
    [InlineData("breaks the protocol")]
    public void A_connection_that_ends_in_any_way_leaves_its_groups(string how)
    {
        MemoryPeer peer = _stage.Connect();
        MemoryPeer stays = _stage.Connect();
        peer.Say("join");
        stays.Say("join");
        switch (how)
        {
            case "vanishes":
                peer.Vanish();
                break;
            case "closes":
                peer.Close(CloseCode.NormalClosure);
                break;
            default:
                peer.SendRaw(0xFF, 0xFF);
                peer.SendRaw(new byte[20]);
                break;
        }

        _stage.Loop.Run();
        Assert.Equal(1, _stage.Groups.MemberCount(_group));
        stays.Say("still here");
        Assert.Equal(["text still here"], stays.Received);
        Assert.DoesNotContain("text still here", peer.Received);
    }

    [Fact]
    public void A_consumer_that_throws_leaves_its_groups()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = static async consumer =>
            {
                await consumer.Groups.AddAsync(_group);
                await consumer.Accept();
            },
            Receiving = static (_, _, _) => throw new InvalidOperationException("a defect"),
        });
        MemoryPeer peer = stage.Connect();
        Assert.Equal(1, stage.Groups.MemberCount(_group));
        peer.Say("a");
        Assert.Equal(0, stage.Groups.MemberCount(_group));
    }

    [Fact]
    public async Task What_is_broadcast_between_joining_and_accepting_is_heard_after_it()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = async consumer =>
            {
                await consumer.Groups.AddAsync(_group);
                await gate.Task;
                await consumer.Accept();
            },
        });
        MemoryPeer peer = stage.Connect();
        await stage.Groups.BroadcastAsync(_group, "early");
        stage.Loop.Run();
        Assert.Empty(peer.Received);
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(["text early"], peer.Received);
    }

    [Fact]
    public void A_consumer_that_falls_behind_its_groups_events_is_closed_with_1013()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage(
            "/",
            () => new ScriptedConsumer(_events)
            {
                Connecting = static async consumer =>
                {
                    await consumer.Groups.AddAsync(_group);
                    await consumer.Accept();
                },
                Receiving = async (consumer, text, _) =>
                {
                    if (text == "hang")
                    {
                        await gate.Task;
                    }
                    else
                    {
                        await consumer.Groups.SendAsync(_group, GroupEvent.FromText("n", text));
                    }
                },
            },
            new ConnectionOptions { InboxMessages = 4 });
        MemoryPeer slow = stage.Connect();
        MemoryPeer quick = stage.Connect();
        slow.Say("hang");
        slow.StopReading();
        for (int i = 0; i < 10; i++)
        {
            quick.Say($"{i}");
        }

        slow.ReadAgain();
        Assert.StartsWith("close 1013", slow.Received[0], StringComparison.Ordinal);
        Assert.Empty(quick.Received);
        Assert.Single(stage.Log.Lines, static line => line.Contains("fell behind", StringComparison.Ordinal));
        Assert.Equal(1, stage.Groups.MemberCount(_group));
        gate.SetResult();
        stage.Loop.Run();
        Assert.Contains("disconnect 1013", _events);
    }
}
