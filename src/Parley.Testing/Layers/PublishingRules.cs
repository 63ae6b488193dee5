using System.Text;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>What is published and how it arrives.</summary>
internal static class PublishingRules
{
    private const int Many = 200;

    public static LayerRule[] All { get; } =
    [
        new("Publications have positions that rise by one, and are told with them", Positions, LayerCapabilities.Positions),
        new("Everything about a publication arrives", EverythingArrives),
        new("The order is that of the calls, awaited or not", OrderOfTheCalls),
        new("Publishers on many threads have one order without holes", ManyThreads, LayerCapabilities.Positions),
        new("A signal is told, takes no position, and is not kept", Signals, LayerCapabilities.Positions),
        new("Who stops waiting has published all the same", StoppedWaiting),
    ];

    private static async Task Positions(LayerStage stage)
    {
        StreamPosition start = await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        StreamPosition first = (await stage.SayAsync(stage.Garden, "a").ConfigureAwait(false)).Position;
        StreamPosition second = (await stage.SayAsync(stage.Garden, "b").ConfigureAwait(false)).Position;
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(2).ConfigureAwait(false);
        Expect.Equal(start with { Offset = start.Offset + 1 }, first);
        Expect.Equal(start with { Offset = start.Offset + 2 }, second);
        Expect.Sequence([first, second], told.Select(static told => told.Position));
        Expect.Sequence(["a", "b"], told.Select(static told => told.Data));
    }

    private static async Task EverythingArrives(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        foreach (Told sample in Samples.All)
        {
            await stage.PublishAsync(stage.Garden, Samples.Create(sample)).ConfigureAwait(false);
        }

        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(Samples.All.Count).ConfigureAwait(false);
        Expect.Sequence(
            Samples.All.Select(sample => sample with { Where = stage.Garden.Value }),
            told.Select(static told => told with { Position = default }));
    }

    private static async Task OrderOfTheCalls(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        Task<PublishResult>[] publishing =
            [.. Enumerable.Range(0, Many).Select(i => stage.SayAsync(stage.Garden, $"{i}"))];
        await Task.WhenAll(publishing).ConfigureAwait(false);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(Many).ConfigureAwait(false);
        Expect.Sequence(Enumerable.Range(0, Many).Select(static i => $"{i}"), told.Select(static told => told.Data));
    }

    private static async Task ManyThreads(LayerStage stage)
    {
        const int Publishers = 4;
        StreamPosition start = await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(async publisher =>
        {
            await Task.Yield();
            for (int i = 0; i < Many / Publishers; i++)
            {
                await stage.SayAsync(stage.Garden, $"{publisher} {i}").ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(Many).ConfigureAwait(false);
        Expect.Sequence(
            Enumerable.Range(1, Many).Select(i => start.Offset + i), told.Select(static told => told.Position.Offset));
        Expect.Equal(Many, told.Select(static told => told.Data).Distinct(StringComparer.Ordinal).Count());
    }

    private static async Task Signals(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        PublishResult before = await stage.SayAsync(stage.Garden, "a").ConfigureAwait(false);
        Publication signal = Publication.Create(PublicationKind.Signal, DataForm.Json, Encoding.UTF8.GetBytes("{}"));
        PublishResult signalled = await stage.PublishAsync(stage.Garden, signal).ConfigureAwait(false);
        PublishResult after = await stage.SayAsync(stage.Garden, "b").ConfigureAwait(false);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(3).ConfigureAwait(false);
        Expect.Equal(new PublishResult(PublishStatus.NotStored, default), signalled);
        Expect.Equal(before.Position.Offset + 1, after.Position.Offset);
        Expect.Equal(default, told.Single(static told => told.Kind == PublicationKind.Signal).Position);
    }

    private static async Task StoppedWaiting(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        Publication publication = Samples.Create(Samples.All[0]);
        try
        {
            await stage.Within(stage.Layer.PublishAsync(stage.Garden, publication, new CancellationToken(canceled: true)))
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Or it did not have to wait.
        }

        publication.Release();
        await stage.Recorder.WaitForAsync(1).ConfigureAwait(false);
    }
}
