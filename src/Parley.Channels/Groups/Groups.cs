using System.Globalization;
using System.Text;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The groups of this node. Consumers join and leave through <see cref="Consumer.Groups"/>; this is the door for
/// everyone else, such as a background service. Any thread may call any member.
/// </summary>
public sealed class Groups : IAsyncDisposable
{
    private readonly IChannelLayer _layer;
    private readonly GroupsOptions _options;
    private readonly string _node = StoreEpoch.Create();
    private long _lastClient;

    private Groups(IChannelLayer layer, GroupsOptions options)
    {
        _layer = layer;
        _options = options;
        Local = new LocalGroups(layer, options);
    }

    /// <summary>Makes the groups of a node that is alone.</summary>
    public static Groups InProcess()
    {
        var layer = new InProcessLayer();
        var groups = new Groups(layer, GroupsOptions.Default);
        layer.Start(new LayerHandler(groups.Local));
        return groups;
    }

    /// <summary>Connects a node to a channel layer.</summary>
    /// <param name="layer">The layer, which the groups dispose.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static ValueTask<Groups> StartAsync(IChannelLayer layer, CancellationToken cancellationToken = default) =>
        StartAsync(layer, GroupsOptions.Default, cancellationToken);

    /// <summary>Connects a node to a channel layer, and to its presence if it has one.</summary>
    /// <param name="layer">The layer, which the groups dispose.</param>
    /// <param name="options">What holds for the groups.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async ValueTask<Groups> StartAsync(
        IChannelLayer layer, GroupsOptions options, CancellationToken cancellationToken = default)
    {
        var groups = new Groups(layer, options);
        var handler = new LayerHandler(groups.Local);
        await layer.StartAsync(handler, cancellationToken).ConfigureAwait(false);
        if (options.Presence is { } presence)
        {
            await presence.StartAsync(handler, cancellationToken).ConfigureAwait(false);
        }

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
    public int MemberCount(GroupName group) => Local.Find(group)?.MemberCount ?? 0;

    /// <summary>Disconnects from presence and from the channel layer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_options.Presence is { } presence)
        {
            await presence.DisposeAsync().ConfigureAwait(false);
        }

        await _layer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Names a connection of this node, as others see it; the name is nobody else's.</summary>
    internal string NextClient() => string.Create(CultureInfo.InvariantCulture, $"{_node}-{Interlocked.Increment(ref _lastClient)}");

    internal ValueTask BroadcastAsync(
        GroupName group,
        MessageType type,
        ReadOnlyMemory<byte> payload,
        PublicationOrigin origin,
        CancellationToken cancellationToken) =>
        PublishAsync(group, Publication.Broadcast(type, payload.Span, origin), cancellationToken);

    internal LocalGroups Local { get; }

    internal IChannelLayer Layer => _layer;

    internal GroupsOptions Options => _options;

    internal ValueTask AddAsync(GroupName group, WebSocketConnection connection, CancellationToken cancellationToken) =>
        Local.AddAsync(group, connection, cancellationToken);

    internal ValueTask RemoveAsync(GroupName group, WebSocketConnection connection) => Local.RemoveAsync(group, connection);

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
