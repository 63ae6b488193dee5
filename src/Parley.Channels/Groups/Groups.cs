using System.Text;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The groups of this node. Consumers join and leave through <see cref="Consumer.Groups"/>; this is the door for
/// everyone else, such as a background service. Any thread may call any member.
/// </summary>
public sealed class Groups : IAsyncDisposable
{
    private readonly LocalGroups _local;
    private readonly IChannelLayer _layer;

    private Groups(IChannelLayer layer)
    {
        _layer = layer;
        _local = new LocalGroups(layer);
    }

    /// <summary>Makes the groups of a node that is alone.</summary>
    public static Groups InProcess()
    {
        var layer = new InProcessLayer();
        var groups = new Groups(layer);
        layer.Start(new LayerHandler(groups._local));
        return groups;
    }

    /// <summary>Connects a node to a channel layer.</summary>
    /// <param name="layer">The layer, which the groups dispose.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async ValueTask<Groups> StartAsync(
        IChannelLayer layer, CancellationToken cancellationToken = default)
    {
        var groups = new Groups(layer);
        await layer.StartAsync(new LayerHandler(groups._local), cancellationToken).ConfigureAwait(false);
        return groups;
    }

    /// <summary>Sends a message straight to every member's socket, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(
        GroupName group, MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        PublishAsync(group, Publication.Broadcast(type, payload.Span), cancellationToken);

    /// <summary>Sends a text straight to every member's socket, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(GroupName group, string text, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, MessageType.Text, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Sends an event to every member's <see cref="Consumer.OnGroupEventAsync"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="groupEvent">The event. Its data is copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, CancellationToken cancellationToken = default) =>
        PublishAsync(group, Publication.Event(groupEvent), cancellationToken);

    /// <summary>How many members of a group are connected to this node.</summary>
    /// <param name="group">The group.</param>
    public int MemberCount(GroupName group) => _local.Find(group)?.MemberCount ?? 0;

    /// <summary>Disconnects from the channel layer.</summary>
    public ValueTask DisposeAsync() => _layer.DisposeAsync();

    internal ValueTask AddAsync(GroupName group, WebSocketConnection connection, CancellationToken cancellationToken) =>
        _local.AddAsync(group, connection, cancellationToken);

    internal ValueTask RemoveAsync(GroupName group, WebSocketConnection connection) => _local.RemoveAsync(group, connection);

    private async ValueTask PublishAsync(GroupName group, Publication publication, CancellationToken cancellationToken)
    {
        try
        {
            await _layer.PublishAsync(group, publication, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            publication.Release();
        }
    }
}
