using Parley.Channels;

namespace Parley.Testing;

/// <summary>What is kept and how it is read.</summary>
internal static class HistoryRules
{
    public static LayerRule[] All { get; } =
    [
        new("What is published is kept with everything about it, members or not", Kept, LayerCapabilities.History),
        new("Nobody is told of what is not in history", KeptBeforeTold, LayerCapabilities.History),
        new("Subscribing says where the stream stands", SubscribedLate, LayerCapabilities.History),
        new("Pages go forward and backward and say what they cover", Pages, LayerCapabilities.History),
        new("An erased publication is gone, leaves no gap, and members are told", Erased, LayerCapabilities.History),
        new("Without history, reading and erasing say so", NoHistory, Excludes: LayerCapabilities.History),
    ];

    private static async Task Kept(LayerStage stage)
    {
        foreach (Told sample in Samples.All)
        {
            PublishResult result = await stage.PublishAsync(stage.Garden, Samples.Create(sample)).ConfigureAwait(false);
            Expect.Equal(PublishStatus.Stored, result.Status);
        }

        using HistoryPage page = await stage.ReadAsync(stage.Garden, HistoryQuery.After(0)).ConfigureAwait(false);
        Expect.Sequence(
            Samples.All, page.Entries.Select(static entry => Told.Of("", entry.Publication, default)));
        Expect.Sequence(
            Enumerable.Range(1, Samples.All.Count).Select(static i => (long)i), page.Entries.Select(static entry => entry.Offset));
        Expect.True(page.Entries.All(static entry => entry.Publication.At != default));
    }

    private static async Task KeptBeforeTold(LayerStage stage)
    {
        const int Count = 20;
        var readings = new List<(StreamPosition Position, Task<HistoryPage> Page)>();
        stage.Recorder.Publishing = (group, position) =>
            readings.Add((position, stage.ReadAsync(group, HistoryQuery.After(position.Offset - 1))));
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        Task<PublishResult>[] publishing =
            [.. Enumerable.Range(0, Count).Select(i => stage.SayAsync(stage.Garden, $"{i}"))];
        await Task.WhenAll(publishing).ConfigureAwait(false);
        await stage.Recorder.WaitForAsync(Count).ConfigureAwait(false);
        foreach ((StreamPosition position, Task<HistoryPage> reading) in readings)
        {
            using HistoryPage page = await reading.ConfigureAwait(false);
            Expect.Equal(position.Offset, page.Entries[0].Offset);
            Expect.Equal(position.Epoch, page.Head.Epoch);
        }
    }

    private static async Task SubscribedLate(LayerStage stage)
    {
        await stage.SayAsync(stage.Garden, "a").ConfigureAwait(false);
        PublishResult last = await stage.SayAsync(stage.Garden, "b").ConfigureAwait(false);
        StreamPosition head = await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        Expect.Equal(last.Position, head);
        StreamPosition empty = await stage.SubscribeAsync(stage.Lobby).ConfigureAwait(false);
        PublishResult first = await stage.SayAsync(stage.Lobby, "a").ConfigureAwait(false);
        Expect.Equal(0, empty.Offset);
        Expect.Equal(empty with { Offset = 1 }, first.Position);
    }

    private static async Task Pages(LayerStage stage)
    {
        const int Count = 10;
        for (int i = 1; i <= Count; i++)
        {
            await stage.SayAsync(stage.Garden, $"{i}").ConfigureAwait(false);
        }

        await ExpectPage(stage, HistoryQuery.After(0, 4), 1, 4, more: true).ConfigureAwait(false);
        await ExpectPage(stage, HistoryQuery.After(4, 6), 5, 10, more: false).ConfigureAwait(false);
        await ExpectPage(stage, HistoryQuery.After(10), 11, 10, more: false).ConfigureAwait(false);
        await ExpectPage(stage, HistoryQuery.Newest(3), 8, 10, more: true).ConfigureAwait(false);
        await ExpectPage(stage, HistoryQuery.Before(8, 7), 1, 7, more: false).ConfigureAwait(false);
        await ExpectPage(stage, HistoryQuery.Before(1), 1, 0, more: false).ConfigureAwait(false);
    }

    private static async Task ExpectPage(LayerStage stage, HistoryQuery query, long from, long to, bool more)
    {
        using HistoryPage page = await stage.ReadAsync(stage.Garden, query).ConfigureAwait(false);
        Expect.Equal((from, to, more), (page.From, page.To, page.HasMore), $"the page of {query}");
        IEnumerable<long> offsets = Enumerable.Range(0, (int)(to - from + 1)).Select(i => from + i);
        Expect.Sequence(offsets, page.Entries.Select(static entry => entry.Offset), $"the page of {query}");
        Expect.Sequence(
            offsets.Select(static offset => $"{offset}"),
            page.Entries.Select(static entry => Told.Of("", entry.Publication, default).Data),
            $"the page of {query}");
    }

    private static async Task Erased(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        for (int i = 1; i <= 3; i++)
        {
            await stage.SayAsync(stage.Garden, $"{i}").ConfigureAwait(false);
        }

        Expect.True(await stage.Within(stage.Layer.EraseAsync(stage.Garden, 2)).ConfigureAwait(false));
        await stage.Recorder.WaitForAsync($"erased 2 in {stage.Garden}").ConfigureAwait(false);
        Expect.True(!await stage.Within(stage.Layer.EraseAsync(stage.Garden, 2)).ConfigureAwait(false));
        Expect.True(!await stage.Within(stage.Layer.EraseAsync(stage.Garden, 4)).ConfigureAwait(false));
        Expect.True(!await stage.Within(stage.Layer.EraseAsync(stage.Lobby, 1)).ConfigureAwait(false));
        using HistoryPage page = await stage.ReadAsync(stage.Garden, HistoryQuery.After(0)).ConfigureAwait(false);
        Expect.Equal((1, 3), (page.From, page.To));
        Expect.Sequence([1, 3], page.Entries.Select(static entry => entry.Offset));
        PublishResult next = await stage.SayAsync(stage.Garden, "4").ConfigureAwait(false);
        Expect.Equal(4, next.Position.Offset);
    }

    private static async Task NoHistory(LayerStage stage)
    {
        await ExpectNotSupported(() => stage.ReadAsync(stage.Garden, HistoryQuery.After(0))).ConfigureAwait(false);
        await ExpectNotSupported(() => stage.Within(stage.Layer.EraseAsync(stage.Garden, 1))).ConfigureAwait(false);
    }

    private static async Task ExpectNotSupported(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            return;
        }

        throw new SpecificationException($"A {nameof(NotSupportedException)} was expected.");
    }
}
