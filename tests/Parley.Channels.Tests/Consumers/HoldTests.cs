using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>What waits for a consumer is bounded, and nothing of it is lost without a word.</summary>
public sealed class HoldTests
{
    private static readonly GroupName _group = new("garden");

    private readonly List<string> _events = [];
    private readonly TaskCompletionSource _gate = new();

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task Events_wait_for_a_consumer_that_has_not_accepted_and_too_many_close_it_with_1013(int count, bool isTooMuch)
    {
        var stage = new Stage(
            "/",
            () => new ScriptedConsumer(_events)
            {
                Connecting = async consumer =>
                {
                    await consumer.Groups.AddAsync(_group);
                    await _gate.Task;
                    await consumer.Accept();
                },
            },
            new ConnectionOptions { InboxMessages = 4 });
        MemoryPeer peer = stage.Connect();
        for (int i = 0; i < count; i++)
        {
            await stage.Groups.SendAsync(_group, GroupEvent.FromText("e", $"{i}"));
        }

        stage.Loop.Run();
        Assert.Equal(["connect"], _events);
        _gate.SetResult();
        stage.Loop.Run();
        if (isTooMuch)
        {
            Assert.StartsWith("close 1013", peer.Received[0], StringComparison.Ordinal);
            Assert.Equal("disconnect 1013", _events[^1]);
        }
        else
        {
            Assert.Equal(["connect", "e: 0", "e: 1", "e: 2", "e: 3"], _events);
            Assert.Empty(peer.Received);
        }
    }

    [Fact]
    public async Task A_client_that_talks_a_lot_does_not_make_its_consumer_fall_behind_its_group()
    {
        var stage = new Stage(
            "/",
            () => new ScriptedConsumer(_events)
            {
                Connecting = static async consumer =>
                {
                    await consumer.Groups.AddAsync(_group);
                    await consumer.Accept();
                },
                Receiving = (_, text, _) => text == "wait" ? new ValueTask(_gate.Task) : ValueTask.CompletedTask,
            },
            new ConnectionOptions { InboxMessages = 4 });
        MemoryPeer peer = stage.Connect();
        peer.Say("wait");
        for (int i = 0; i < 20; i++)
        {
            peer.Say($"{i}");
        }

        await stage.Groups.SendAsync(_group, GroupEvent.FromText("e", "1"));
        stage.Loop.Run();
        _gate.SetResult();
        stage.Loop.Run();
        Assert.Empty(peer.Received);
        Assert.Contains("e: 1", _events);
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"{i}"), _events.Where(static text => char.IsAsciiDigit(text[0])));
    }
}
