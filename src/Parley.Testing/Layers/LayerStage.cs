using System.Text;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Testing;

/// <summary>A layer with somebody who listens, and what rules do with it.</summary>
internal sealed class LayerStage(IChannelLayer layer, string prefix, TimeSpan patience)
{
    private readonly string _run = $"{Guid.NewGuid():N}"[..8];

    public IChannelLayer Layer => layer;

    public LayerRecorder Recorder { get; } = new(patience);

    /// <summary>Groups that no other check uses.</summary>
    public GroupName Garden => new($"garden-{_run}");

    public GroupName Lobby => new($"{prefix}-{_run}");

    public Task StartAsync() => Within(layer.StartAsync(Recorder));

    public async Task<StreamPosition> SubscribeAsync(GroupName group) =>
        await Within(layer.SubscribeAsync(group)).ConfigureAwait(false);

    public Task<PublishResult> SayAsync(GroupName group, string text, PublicationOrigin origin = default) =>
        PublishAsync(group, Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(text), origin));

    /// <summary>Publishes, and gives the publication back as soon as the call has returned.</summary>
    public Task<PublishResult> PublishAsync(GroupName group, Publication publication)
    {
        ValueTask<PublishResult> work = layer.PublishAsync(group, publication);
        publication.Release();
        return Within(work);
    }

    public async Task<HistoryPage> ReadAsync(GroupName group, HistoryQuery query) =>
        await Within(layer.ReadHistoryAsync(group, query)).ConfigureAwait(false);

    public Task Within(ValueTask work) => work.AsTask().WaitAsync(patience);

    public Task<T> Within<T>(ValueTask<T> work) => work.AsTask().WaitAsync(patience);

    public Task Within(Task work) => work.WaitAsync(patience);
}
