using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>The sender, or anybody else, can be left out of what goes to a group.</summary>
public sealed class ExceptTests
{
    private static readonly GroupName _group = new("garden");

    private readonly List<string> _events = [];
    private readonly List<ScriptedConsumer> _consumers = [];
    private readonly Stage _stage;

    public ExceptTests() => _stage = new Stage("/", () =>
    {
        int number = _consumers.Count;
        var consumer = new ScriptedConsumer(_events)
        {
            Connecting = static async consumer =>
            {
                await consumer.Groups.AddAsync(_group);
                await consumer.Accept();
            },
            Receiving = static (consumer, text, cancellationToken) => text == "event"
                ? consumer.Groups.SendAsync(_group, GroupEvent.FromText("e", "1"), consumer.ChannelName, cancellationToken)
                : consumer.Groups.BroadcastAsync(_group, text, consumer.ChannelName, cancellationToken),
            GroupEventComing = (_, _) =>
            {
                _events.Add($"to {number}");
                return ValueTask.CompletedTask;
            },
        };
        _consumers.Add(consumer);
        return consumer;
    });

    [Fact]
    public void The_sender_does_not_hear_itself()
    {
        MemoryPeer[] peers = [_stage.Connect(), _stage.Connect(), _stage.Connect()];
        peers[0].Say("from 0");
        peers[1].Say("from 1");
        Assert.Equal(["text from 1"], peers[0].Received);
        Assert.Equal(["text from 0"], peers[1].Received);
        Assert.Equal(["text from 0", "text from 1"], peers[2].Received);
    }

    [Fact]
    public void Nor_its_own_event()
    {
        MemoryPeer[] peers = [_stage.Connect(), _stage.Connect(), _stage.Connect()];
        _events.Clear();
        peers[1].Say("event");
        Assert.Equal(["event", "e: 1", "to 0", "e: 1", "to 2"], _events);
    }

    [Fact]
    public async Task Code_that_is_no_consumer_can_leave_somebody_out_too()
    {
        MemoryPeer[] peers = [_stage.Connect(), _stage.Connect()];
        await _stage.Groups.BroadcastAsync(_group, "x", except: _consumers[0].ChannelName);
        await _stage.Groups.SendAsync(_group, GroupEvent.FromText("e", "2"), except: _consumers[1].ChannelName);
        _stage.Loop.Run();
        Assert.Empty(peers[0].Received);
        Assert.Equal(["text x"], peers[1].Received);
        Assert.Equal(["to 0"], _events.Where(static text => text.StartsWith("to", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_has_gone_meanwhile_leaves_nobody_out()
    {
        MemoryPeer gone = _stage.Connect();
        MemoryPeer stays = _stage.Connect();
        ChannelName channel = _consumers[0].ChannelName;
        gone.Vanish();
        _stage.Loop.Run();
        await _stage.Groups.BroadcastAsync(_group, "x", except: channel);
        _stage.Loop.Run();
        Assert.Equal(["text x"], stays.Received);
    }
}
