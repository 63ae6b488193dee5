using Parley.Channels.Tests.Layers;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>One connection is reached by its channel's name.</summary>
public sealed class ChannelTests
{
    private readonly List<string> _events = [];
    private readonly List<ScriptedConsumer> _consumers = [];

    [Fact]
    public async Task An_event_and_a_message_reach_the_connection_and_no_other()
    {
        Stage stage = CreateStage();
        MemoryPeer peer = stage.Connect();
        MemoryPeer other = stage.Connect();
        _events.Clear();
        ChannelName channel = _consumers[0].ChannelName;
        Assert.Equal(SendResult.Sent, await stage.Groups.Channels.SendAsync(channel, GroupEvent.FromText("a", "b")));
        Assert.Equal(SendResult.Sent, await _consumers[1].Channels.DeliverAsync(channel, "straight"));
        Assert.Equal(SendResult.Sent, await stage.Groups.Channels.DeliverAsync(channel, MessageType.Binary, new byte[3]));
        stage.Loop.Run();
        Assert.Equal(["a: b"], _events);
        Assert.Equal(["text straight", "binary 3"], peer.Received);
        Assert.Empty(other.Received);
    }

    [Fact]
    public async Task The_name_is_made_once_and_reaches_nobody_after_the_end()
    {
        var layer = new GatedLayer();
        Stage stage = CreateStage(await Groups.StartAsync(layer));
        MemoryPeer peer = stage.Connect();
        Assert.Equal(0, layer.OpenChannels);
        ChannelName channel = _consumers[0].ChannelName;
        Assert.Equal(channel, _consumers[0].ChannelName);
        Assert.Equal(1, layer.OpenChannels);
        peer.Vanish();
        stage.Loop.Run();
        Assert.Equal(0, layer.OpenChannels);
        Assert.Equal(channel, _consumers[0].ChannelName);
        Assert.Equal(SendResult.NoSuchChannel, await stage.Groups.Channels.SendAsync(channel, GroupEvent.FromText("a", "b")));
    }

    [Fact]
    public async Task A_name_that_is_first_asked_for_after_the_end_is_not_kept()
    {
        var layer = new GatedLayer();
        Stage stage = CreateStage(await Groups.StartAsync(layer));
        stage.Connect().Vanish();
        stage.Loop.Run();
        ChannelName channel = _consumers[0].ChannelName;
        Assert.Equal(0, layer.OpenChannels);
        Assert.Equal(SendResult.NoSuchChannel, await stage.Groups.Channels.DeliverAsync(channel, "x"));
    }

    [Fact]
    public async Task What_a_consumer_publishes_carries_its_channel()
    {
        PublicationOrigin origin = default;
        var layer = new GatedLayer { Publishing = publication => origin = publication.Origin };
        Stage stage = CreateStage(await Groups.StartAsync(layer));
        stage.Connect().Say("x");
        Assert.Equal(_consumers[0].ChannelName.Value, origin.Client);
    }

    private Stage CreateStage(Groups? groups = null) => new(
        "/",
        () =>
        {
            var consumer = new ScriptedConsumer(_events)
            {
                Receiving = static (consumer, text, _) => consumer.Groups.BroadcastAsync(new GroupName("room"), text),
            };
            _consumers.Add(consumer);
            return consumer;
        },
        groups: groups);
}
