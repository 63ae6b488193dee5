using Parley.Channels;

namespace Parley.Testing;

/// <summary>What is sent to one connection.</summary>
internal static class ChannelRules
{
    public static LayerRule[] All { get; } =
    [
        new("A channel hears what is sent to it, and no other does", OneChannel),
        new("A released channel hears nothing", ReleasedChannel),
        new("No two channels have one name", Names),
    ];

    private static async Task OneChannel(LayerStage stage)
    {
        ChannelName first = stage.Layer.NewChannel();
        ChannelName second = stage.Layer.NewChannel();
        foreach (Told sample in Samples.All)
        {
            Expect.Equal(SendResult.Sent, await SendAsync(stage, second, sample).ConfigureAwait(false));
        }

        Expect.Equal(SendResult.Sent, await SendAsync(stage, first, Samples.All[0]).ConfigureAwait(false));
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(Samples.All.Count + 1).ConfigureAwait(false);
        Expect.Sequence(
            Samples.All.Select(sample => sample with { Where = second.Value }),
            told.Where(told => told.Where == second.Value));
        Expect.Equal(1, told.Count(told => told.Where == first.Value));
    }

    private static async Task ReleasedChannel(LayerStage stage)
    {
        ChannelName released = stage.Layer.NewChannel();
        ChannelName kept = stage.Layer.NewChannel();
        stage.Layer.ReleaseChannel(released);
        stage.Layer.ReleaseChannel(released);
        await SendAsync(stage, released, Samples.All[0]).ConfigureAwait(false);
        await SendAsync(stage, kept, Samples.All[0]).ConfigureAwait(false);
        IReadOnlyList<Told> told = await stage.Recorder.WaitForAsync(1).ConfigureAwait(false);
        Expect.Sequence([kept.Value], told.Select(static told => told.Where));
    }

    private static Task Names(LayerStage stage)
    {
        const int Count = 1000;
        ChannelName[] channels = [.. Enumerable.Range(0, Count).Select(_ => stage.Layer.NewChannel())];
        Expect.Equal(Count, channels.Distinct().Count());
        Expect.True(channels.All(static channel => ChannelName.TryCreate(channel.Value, out _)));
        return Task.CompletedTask;
    }

    private static async Task<SendResult> SendAsync(LayerStage stage, ChannelName channel, Told sample)
    {
        Publication publication = Samples.Create(sample);
        ValueTask<SendResult> work = stage.Layer.SendAsync(channel, publication);
        publication.Release();
        return await stage.Within(work).ConfigureAwait(false);
    }
}
