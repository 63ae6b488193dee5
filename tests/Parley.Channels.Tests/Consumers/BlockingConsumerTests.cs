using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A consumer that may block has its own thread for each event, and nobody else waits for it.</summary>
public sealed class BlockingConsumerTests
{
    private readonly QueueScheduler _pool = new();

    [Fact]
    public void Each_event_runs_on_the_replaceable_pool_one_at_a_time_and_in_order()
    {
        List<string> events = [];
        var stage = new Stage("/", () => new BlockingScript(events), pool: _pool);
        MemoryPeer peer = stage.Connect();
        Assert.Empty(events);
        RunPool(stage);
        peer.Say("a");
        peer.Say("b");
        Assert.Equal(["connect"], events);
        Assert.Equal(1, _pool.Count);
        RunPool(stage);
        Assert.Equal(["connect", "a", "b"], events);
        Assert.Equal(["text A", "text B"], peer.Received);
        peer.Close(CloseCode.GoingAway, "bye");
        RunPool(stage);
        Assert.Equal("disconnect 1001 bye", events[^1]);
        Assert.Equal(0, _pool.Count);
    }

    [Fact]
    public async Task While_one_blocks_its_loop_serves_others()
    {
        using var release = new ManualResetEventSlim();
        List<string> events = [];
        var stage = new Stage("/{kind}", () => new BlockingScript(events, release));
        MemoryPeer blocked = stage.Connect("/blocked");
        MemoryPeer other = stage.Connect("/other");
        await RunUntilAsync(stage, () => Count(events) == 2);
        blocked.Say("block");
        await RunUntilAsync(stage, () => Count(events) == 3);
        other.Say("x");
        await RunUntilAsync(stage, () => other.Received.Count == 1);
        Assert.Empty(blocked.Received);
        release.Set();
        await RunUntilAsync(stage, () => blocked.Received.Count == 1);
        Assert.Equal(["text BLOCK"], blocked.Received);
    }

    [Fact]
    public async Task It_may_wait_for_groups_and_its_event_methods_may_block_as_well()
    {
        await using var groups = Groups.InProcess();
        await using var communicator = new WebSocketCommunicator(new BlockingMember(), groups);
        Assert.True((await communicator.ConnectAsync()).IsAccepted);
        await communicator.SendTextAsync("hello");
        Assert.Equal("method hello", await communicator.ReceiveTextAsync());
        await groups.SendAsync(BlockingMember.Room, GroupEvent.FromText("else", ""));
        Assert.Equal("else", await communicator.ReceiveTextAsync());
        await communicator.DisconnectAsync();
        Assert.Equal(0, groups.MemberCount(BlockingMember.Room));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("code")]
    public async Task It_may_reject(string how)
    {
        await using var communicator = new WebSocketCommunicator(
            new BlockingMember(), options: new CommunicatorOptions { Path = "/?reject=" + how });
        ConnectResult result = await communicator.ConnectAsync();
        if (how == "status")
        {
            Assert.Equal(403, result.StatusCode);
        }
        else
        {
            CommunicatorClosedException closed = await Assert.ThrowsAsync<CommunicatorClosedException>(() => communicator.ReceiveAsync());
            Assert.Equal((CloseCode)4003, closed.Code);
        }

        await communicator.WaitAsync();
    }

    private static async Task RunUntilAsync(Stage stage, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            stage.Loop.Run();
            await Task.Yield();
        }
    }

    private static int Count(List<string> events)
    {
        lock (events)
        {
            return events.Count;
        }
    }

    private void RunPool(Stage stage)
    {
        while (_pool.Count > 0)
        {
            _pool.RunOne();
            stage.Loop.Run();
        }
    }
}
