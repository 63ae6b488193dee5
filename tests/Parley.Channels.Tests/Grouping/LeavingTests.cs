using Parley.Channels.Tests.Layers;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>What is left behind when the layer is slow or fails: nothing.</summary>
public sealed class LeavingTests
{
    private static readonly GroupName _group = new("garden");

    private readonly GatedLayer _layer = new();
    private int _joins;

    [Fact]
    public async Task A_connection_that_ends_while_it_joins_is_taken_out_once()
    {
        var gate = new TaskCompletionSource();
        _layer.Subscribing = _ => gate.Task;
        Stage stage = await CreateStageAsync();
        MemoryPeer first = stage.Connect();
        MemoryPeer second = stage.Connect();
        first.Say("join garden");
        second.Say("join garden");
        first.Vanish();
        stage.Loop.Run();
        gate.SetResult();
        await RunUntilAsync(stage, () => stage.Groups.MemberCount(_group) == 1);
        await RunUntilAsync(stage, () => Volatile.Read(ref _joins) == 2);

        // The one that stays is still told: the other's leaving did not count for two.
        await stage.Groups.BroadcastAsync(_group, "still here");
        await RunUntilAsync(stage, () => second.Received.Count > 0);
        Assert.Equal(["text still here"], second.Received);
        Assert.Equal(1, stage.Groups.MemberCount(_group));
    }

    [Fact]
    public async Task A_group_that_nobody_could_join_is_forgotten()
    {
        _layer.Subscribing = static _ => Task.FromException(new IOException("the layer is away"));
        Stage stage = await CreateStageAsync();
        MemoryPeer peer = stage.Connect();
        peer.Say("join garden");
        stage.Loop.Run();
        Assert.Equal(0, stage.Groups.Count);
        Assert.Contains("close 1011", peer.Received);
    }

    [Fact]
    public async Task A_group_whose_first_member_gives_up_joining_is_forgotten()
    {
        _layer.Subscribing = static _ => new TaskCompletionSource().Task;
        Stage stage = await CreateStageAsync();
        MemoryPeer peer = stage.Connect();
        peer.Say("mind garden");
        Assert.Equal(1, stage.Groups.Count);
        peer.Vanish();
        await RunUntilAsync(stage, () => stage.Groups.Count == 0);
    }

    [Fact]
    public async Task A_layer_that_fails_for_one_group_does_not_keep_a_member_in_the_others()
    {
        _layer.Unsubscribing = static group =>
            group.Value == "b" ? Task.FromException(new IOException("the layer is away")) : Task.CompletedTask;
        Stage stage = await CreateStageAsync();
        MemoryPeer peer = stage.Connect();
        peer.Say("join a");
        peer.Say("join b");
        peer.Say("join c");
        peer.Vanish();
        stage.Loop.Run();
        Assert.All(["a", "b", "c"], name => Assert.Equal(0, stage.Groups.MemberCount(new GroupName(name))));
        Assert.Contains(stage.Log.Lines, static line => line.Contains("the layer is away", StringComparison.Ordinal));
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

    private async Task<Stage> CreateStageAsync()
    {
        Groups groups = await Groups.StartAsync(_layer);
        return new Stage(
            "/",
            () => new ScriptedConsumer([])
            {
                Receiving = async (consumer, text, cancellationToken) =>
                {
                    // Most consumers forget the token, and finish joining after the end.
                    await consumer.Groups.AddAsync(
                        new GroupName(text[5..]), text.StartsWith("mind", StringComparison.Ordinal) ? cancellationToken : default);
                    Interlocked.Increment(ref _joins);
                },
            },
            groups: groups);
    }
}
