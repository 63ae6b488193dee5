using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>A node with its layer, and what that tells.</summary>
internal sealed class LayerNode(RedisLayer layer) : IAsyncDisposable
{
    public RedisLayer Layer => layer;

    public LayerLog Log { get; } = new();

    public static async Task<LayerNode> StartAsync(RedisOptions redis, RedisLayerOptions? options = null)
    {
        var node = new LayerNode(new RedisLayer(redis, options));
        await Within.Time(node.Layer.StartAsync(node.Log));
        return node;
    }

    public Task<StreamPosition> SubscribeAsync(GroupName group) => Within.Time(layer.SubscribeAsync(group));

    public Task<PublishResult> SayAsync(GroupName group, string text, string? id = null, ChannelName except = default)
    {
        Publication publication = Publication.Broadcast(
            MessageType.Text, Encoding.UTF8.GetBytes(text), id is null ? default : new PublicationOrigin(id), except);
        ValueTask<PublishResult> publishing = layer.PublishAsync(group, publication);
        publication.Release();
        return Within.Time(publishing);
    }

    /// <summary>Reads everything that is kept: <c>a@1</c>, and from where.</summary>
    public async Task<string> ReadAsync(GroupName group)
    {
        using HistoryPage page = await Within.Time(layer.ReadHistoryAsync(group, HistoryQuery.After(0, HistoryQuery.MaxLimit)));
        return $"{page.From}-{page.To}: " + string.Join(
            ' ', page.Entries.Select(static entry => $"{Encoding.UTF8.GetString(entry.Publication.Data)}@{entry.Offset}"));
    }

    public ValueTask DisposeAsync() => layer.DisposeAsync();
}
