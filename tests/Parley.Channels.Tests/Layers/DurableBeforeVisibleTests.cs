using Parley.TestSupport;

namespace Parley.Channels.Tests.Layers;

/// <summary>Nobody hears of what history has not kept, whatever history does and in whichever order it answers.</summary>
public sealed class DurableBeforeVisibleTests : IAsyncLifetime
{
    private static readonly GroupName _group = new("garden");

    private readonly ScriptedStore _store = new();
    private readonly List<string> _told = [];
    private InProcessLayer _layer = null!;

    public async ValueTask InitializeAsync()
    {
        _layer = new InProcessLayer(_store);
        await _layer.StartAsync(new SilentNode
        {
            Publishing = (publication, position) => _told.Add($"{position.Offset} {Texts.Of(publication)}"),
            Erasing = offset => _told.Add($"erased {offset}"),
        });
        await _layer.SubscribeAsync(_group);
    }

    public ValueTask DisposeAsync() => _layer.DisposeAsync();

    [Fact]
    public async Task Nothing_is_told_or_acknowledged_before_it_is_kept()
    {
        Task<PublishResult> publishing = Publish("a");
        Assert.Empty(_told);
        Assert.False(publishing.IsCompleted);
        _store.Appends[0].SetResult(Stored(1));
        Assert.Equal(Stored(1), await Within.Time(publishing));
        Assert.Equal(["1 a"], _told);
    }

    [Fact]
    public async Task Answers_out_of_order_are_told_in_order()
    {
        Task<PublishResult>[] publishing = [Publish("a"), Publish("b"), Publish("c")];
        _store.Appends[2].SetResult(Stored(3));
        _store.Appends[1].SetResult(Stored(2));
        Assert.Empty(_told);
        _store.Appends[0].SetResult(Stored(1));
        await Within.Time(Task.WhenAll(publishing));
        Assert.Equal(["1 a", "2 b", "3 c"], _told);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_told_to_its_publisher_alone()
    {
        Task<PublishResult> first = Publish("a");
        Task<PublishResult> second = Publish("b");
        _store.Appends[1].SetResult(Stored(1));
        _store.Appends[0].SetException(new HistoryException(HistoryError.Full, "the disk is full"));
        HistoryException exception = await Assert.ThrowsAsync<HistoryException>(() => Within.Time(first));
        Assert.Equal(HistoryError.Full, exception.Error);
        Assert.Equal(Stored(1), await Within.Time(second));
        Assert.Equal(["1 b"], _told);
    }

    [Fact]
    public async Task An_erasure_is_told_after_what_was_published_before_it()
    {
        _ = Publish("a");
        Task<bool> erasing = _layer.EraseAsync(_group, 1).AsTask();
        _store.Erasures[0].SetResult(true);
        Assert.Empty(_told);
        _store.Appends[0].SetResult(Stored(1));
        Assert.True(await Within.Time(erasing));
        Assert.Equal(["1 a", "erased 1"], _told);
    }

    [Fact]
    public async Task What_is_on_its_way_while_the_last_member_leaves_is_kept_and_not_told()
    {
        Task<PublishResult> publishing = Publish("a");
        await _layer.UnsubscribeAsync(_group);
        _store.Appends[0].SetResult(Stored(1));
        Assert.Equal(Stored(1), await Within.Time(publishing));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_is_on_its_way_while_the_first_member_comes_is_told()
    {
        await _layer.UnsubscribeAsync(_group);
        Task<PublishResult> publishing = Publish("a");
        StreamPosition head = await _layer.SubscribeAsync(_group);
        _store.Appends[0].SetResult(Stored(1));
        await Within.Time(publishing);
        Assert.Equal(0, head.Offset);
        Assert.Equal(["1 a"], _told);
    }

    [Fact]
    public async Task A_subscription_without_a_head_is_none()
    {
        await _layer.UnsubscribeAsync(_group);
        _store.Head = Task.FromException<StreamPosition>(new HistoryException(HistoryError.Damaged, "damaged"));
        await Assert.ThrowsAsync<HistoryException>(async () => await _layer.SubscribeAsync(_group));
        Task<PublishResult> publishing = Publish("a");
        _store.Appends[0].SetResult(Stored(1));
        await Within.Time(publishing);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Who_stops_waiting_hears_no_more_and_the_publication_goes_out()
    {
        using var stop = new CancellationTokenSource();
        Task<PublishResult> publishing = _layer.PublishAsync(_group, Texts.Publication("a"), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(publishing));
        _store.Appends[0].SetResult(Stored(1));
        Task<PublishResult> next = Publish("b");
        _store.Appends[1].SetResult(Stored(2));
        await Within.Time(next);
        Assert.Equal(["1 a", "2 b"], _told);
    }

    private static PublishResult Stored(long offset) => new(PublishStatus.Stored, new StreamPosition("scripted", offset));

    private Task<PublishResult> Publish(string text)
    {
        Publication publication = Texts.Publication(text);
        Task<PublishResult> publishing = _layer.PublishAsync(_group, publication).AsTask();
        publication.Release();
        return publishing;
    }
}
