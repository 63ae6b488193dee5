using Parley.Channels;

namespace Parley.Testing;

/// <summary>What is published twice under one id.</summary>
internal static class ResendRules
{
    public static LayerRule[] All { get; } =
    [
        new("What is resent is found again and told once", Resent, LayerCapabilities.History),
        new("Other data under the same id is refused", OtherData, LayerCapabilities.History),
        new("Each user and each group has ids of its own", OthersIds, LayerCapabilities.History),
        new("What is resent after it was erased stays erased", ResentAfterErasing, LayerCapabilities.History),
    ];

    private static async Task Resent(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        var origin = new PublicationOrigin("1", "client-1", "ann");
        PublishResult first = await stage.SayAsync(stage.Garden, "a", origin).ConfigureAwait(false);
        PublishResult other = await stage.SayAsync(stage.Garden, "a", origin with { Id = "2" }).ConfigureAwait(false);
        PublishResult again = await stage.SayAsync(stage.Garden, "a", origin with { Client = "client-2" }).ConfigureAwait(false);
        PublishResult last = await stage.SayAsync(stage.Garden, "b").ConfigureAwait(false);
        Expect.Equal(new PublishResult(PublishStatus.Duplicate, first.Position), again);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(3).ConfigureAwait(false);
        Expect.Sequence([first.Position, other.Position, last.Position], told.Select(static told => told.Position));
    }

    private static async Task OtherData(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        var origin = new PublicationOrigin("1");
        PublishResult first = await stage.SayAsync(stage.Garden, "1", origin).ConfigureAwait(false);
        PublishResult second = await stage.SayAsync(stage.Garden, "2", origin).ConfigureAwait(false);
        PublishResult number = await stage.PublishAsync(
            stage.Garden, Publication.Create(PublicationKind.Message, DataForm.Json, "1"u8, origin)).ConfigureAwait(false);
        PublishResult last = await stage.SayAsync(stage.Garden, "3").ConfigureAwait(false);
        Expect.Equal(new PublishResult(PublishStatus.Refused, first.Position), second);
        Expect.Equal(new PublishResult(PublishStatus.Refused, first.Position), number);
        Expect.Equal(first.Position.Offset + 1, last.Position.Offset);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(2).ConfigureAwait(false);
        Expect.Sequence(["1", "3"], told.Select(static told => told.Data));
    }

    private static async Task OthersIds(LayerStage stage)
    {
        PublicationOrigin[] origins = [new("1"), new("1", null, "ann"), new("1", null, ""), new("1", null, "ann1"), new("11", null, "ann")];
        foreach (PublicationOrigin origin in origins)
        {
            PublishResult result = await stage.SayAsync(stage.Garden, $"{origin}", origin).ConfigureAwait(false);
            Expect.Equal(PublishStatus.Stored, result.Status, $"the publication of {origin}");
        }

        PublishResult elsewhere = await stage.SayAsync(stage.Lobby, "other", origins[0]).ConfigureAwait(false);
        Expect.Equal(PublishStatus.Stored, elsewhere.Status);
    }

    private static async Task ResentAfterErasing(LayerStage stage)
    {
        var origin = new PublicationOrigin("1");
        PublishResult first = await stage.SayAsync(stage.Garden, "a", origin).ConfigureAwait(false);
        await stage.Within(stage.Layer.EraseAsync(stage.Garden, first.Position.Offset)).ConfigureAwait(false);
        PublishResult again = await stage.SayAsync(stage.Garden, "a", origin).ConfigureAwait(false);
        Expect.Equal(new PublishResult(PublishStatus.Duplicate, first.Position), again);
        using HistoryPage page = await stage.ReadAsync(stage.Garden, HistoryQuery.After(0)).ConfigureAwait(false);
        Expect.Equal(0, page.Entries.Count);
    }
}
