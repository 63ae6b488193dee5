using Parley.Channels;

namespace Parley.Testing;

/// <summary>Who hears what.</summary>
internal static class SubscriptionRules
{
    private const int Many = 200;

    public static LayerRule[] All { get; } =
    [
        new("A layer says that it is connected once it has started", SaysThatItIsConnected),
        new("Only subscribed groups are heard", OnlySubscribedGroups),
        new("A group that is unsubscribed is heard no more", UnsubscribedGroups),
        new("A group can be subscribed to again", SubscribedAgain),
        new("Everything after the position that subscribing gives is told", NothingMissedWhileSubscribing, LayerCapabilities.Positions),
    ];

    private static Task SaysThatItIsConnected(LayerStage stage) => stage.Recorder.WaitForAsync($"{LayerState.Connected}");

    private static async Task OnlySubscribedGroups(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Lobby).ConfigureAwait(false);
        await stage.SayAsync(stage.Garden, "not heard").ConfigureAwait(false);
        await stage.SayAsync(stage.Lobby, "heard").ConfigureAwait(false);
        Expect.Sequence(["heard"], Texts(await stage.Recorder.WaitForAsync(1).ConfigureAwait(false)));
    }

    private static async Task UnsubscribedGroups(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        await stage.SubscribeAsync(stage.Lobby).ConfigureAwait(false);
        await stage.Within(stage.Layer.UnsubscribeAsync(stage.Garden)).ConfigureAwait(false);
        await stage.SayAsync(stage.Garden, "not heard").ConfigureAwait(false);
        await stage.SayAsync(stage.Lobby, "heard").ConfigureAwait(false);
        Expect.Sequence(["heard"], Texts(await stage.Recorder.WaitForAsync(1).ConfigureAwait(false)));
    }

    private static async Task SubscribedAgain(LayerStage stage)
    {
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        await stage.SayAsync(stage.Garden, "before").ConfigureAwait(false);
        await stage.Recorder.WaitForAsync(1).ConfigureAwait(false);
        await stage.Within(stage.Layer.UnsubscribeAsync(stage.Garden)).ConfigureAwait(false);
        await stage.SayAsync(stage.Garden, "meanwhile").ConfigureAwait(false);
        await stage.SubscribeAsync(stage.Garden).ConfigureAwait(false);
        await stage.SayAsync(stage.Garden, "after").ConfigureAwait(false);
        Expect.Sequence(["before", "after"], Texts(await stage.Recorder.WaitForAsync(2).ConfigureAwait(false)));
    }

    private static async Task NothingMissedWhileSubscribing(LayerStage stage)
    {
        Task<PublishResult>[] publishing = new Task<PublishResult>[Many];
        Task<StreamPosition>? subscribing = null;
        for (int i = 0; i < Many; i++)
        {
            publishing[i] = stage.SayAsync(stage.Garden, $"{i}");
            if (i == Many / 2)
            {
                subscribing = stage.SubscribeAsync(stage.Garden);
            }
        }

        PublishResult[] results = await Task.WhenAll(publishing).ConfigureAwait(false);
        StreamPosition head = await subscribing!.ConfigureAwait(false);
        long last = results.Max(static result => result.Position.Offset);
        long[] told = [];

        // Where the subscription took longer than all the publishing, nothing needs to be told.
        for (int count = 1; head.Offset < last && (told.Length == 0 || told[^1] < last); count++)
        {
            told = [.. (await stage.Recorder.WaitForAsync(count).ConfigureAwait(false)).Select(static told => told.Position.Offset)];
        }

        Expect.Sequence(
            Enumerable.Range(0, (int)(last - head.Offset)).Select(i => head.Offset + 1 + i),
            told.Where(offset => offset > head.Offset));
    }

    private static IEnumerable<string> Texts(IEnumerable<Told> told) => told.Select(static told => told.Data);
}
