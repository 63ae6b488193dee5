using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Layers;

/// <summary>The layer of one process with history in memory.</summary>
public sealed class MemoryHistoryLayerTests()
    : LayerTests(LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder)
{
    private static readonly GroupName _group = new("garden");

    [Fact]
    public async Task A_group_with_members_keeps_its_epoch_however_quiet_it_is()
    {
        var clock = new TestClock();
        var renewals = new List<StreamPosition>();
        await using var layer = new InProcessLayer(new MemoryHistoryStore(time: clock), clock);
        await layer.StartAsync(new SilentNode { Renewing = renewals.Add });
        StreamPosition start = await layer.SubscribeAsync(_group);
        clock.Advance(TimeSpan.FromDays(3));
        PublishResult result = await layer.PublishAsync(_group, Texts.Publication("a"));
        Assert.Equal(start with { Offset = 1 }, result.Position);
        Assert.Empty(renewals);
    }

    [Fact]
    public async Task A_history_that_has_forgotten_a_group_begins_a_new_epoch_and_members_are_told_first()
    {
        var told = new List<string>();
        var store = new ScriptedStore();
        await using var layer = new InProcessLayer(store);
        await layer.StartAsync(new SilentNode
        {
            Renewing = position => told.Add($"new epoch {position}"),
            Publishing = (_, position) => told.Add($"{position}"),
        });
        await layer.SubscribeAsync(_group);
        ValueTask<PublishResult> first = layer.PublishAsync(_group, Texts.Publication("a"));
        store.Appends[0].SetResult(new PublishResult(PublishStatus.Stored, new StreamPosition("later", 1)));
        await Within.Time(first);
        Assert.Equal([$"new epoch {new StreamPosition("later", 0)}", $"{new StreamPosition("later", 1)}"], told);
    }

    protected override ValueTask<IChannelLayer> CreateLayerAsync() => new(new InProcessLayer(new MemoryHistoryStore()));
}
