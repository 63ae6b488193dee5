using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The groups of this node. Consumers join and leave through <see cref="Consumer.Groups"/>; this is the door for
/// everyone else, such as a background service or an HTTP endpoint. Any thread may call any member.
/// </summary>
public sealed class Groups : IAsyncDisposable
{
    private readonly IChannelLayer _layer;
    private readonly GroupsOptions _options;
    private readonly string _node = StoreEpoch.Create();
    private readonly LayerHandler _handler;
    private readonly SemaphoreSlim _connecting = new(1);
    private bool _isConnected;
    private long _lastClient;

    private Groups(IChannelLayer layer, GroupsOptions options)
    {
        _layer = layer;
        _options = options;
        Local = new LocalGroups(layer, options);
        LocalChannels = new LocalChannels(layer);
        Channels = new ChannelSender(layer);
        _handler = new LayerHandler(Local, LocalChannels);
    }

    /// <summary>Sends to one connection by its name.</summary>
    public ChannelSender Channels { get; }

    /// <summary>How many groups have members that are connected to this node.</summary>
    public int Count => Local.Count;

    /// <summary>
    /// Whether what the groups stand on can be reached. While it can't, members stay, and publishing waits or fails.
    /// </summary>
    public LayerState State => _handler.State;

    internal LocalChannels LocalChannels { get; }

    /// <summary>Makes the groups of a node that is alone. They know who is there, and remember what they are given a store for.</summary>
    /// <param name="history">
    /// Where publications are kept, such as a <see cref="MemoryHistoryStore"/>, which the groups dispose; nowhere unless given.
    /// </param>
    /// <param name="options">What holds for the groups; the defaults unless given. They have a presence of their own.</param>
    /// <exception cref="ArgumentException">The options have a presence: give it to <see cref="StartAsync(IChannelLayer, GroupsOptions, CancellationToken)"/>.</exception>
    public static Groups InProcess(IHistoryStore? history = null, GroupsOptions? options = null)
    {
        options ??= GroupsOptions.Default;
        if (options.Presence is not null)
        {
            throw new ArgumentException("A node that is alone has a presence of its own: leave out the one in the options.", nameof(options));
        }

        var presence = new InProcessPresence(time: options.Time);
        var layer = new InProcessLayer(history, options.Time);
        var groups = new Groups(layer, options with { Presence = presence });
        layer.Start(groups._handler);
        presence.Start(groups._handler);
        groups._isConnected = true;
        return groups;
    }

    /// <summary>Makes the groups of a node on a channel layer, which is not connected before <see cref="ConnectAsync"/>.</summary>
    /// <param name="layer">The layer, which the groups dispose.</param>
    /// <param name="options">What holds for the groups; the defaults unless given.</param>
    public static Groups Create(IChannelLayer layer, GroupsOptions? options = null) => new(layer, options ?? GroupsOptions.Default);

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
        try
        {
            await groups.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return groups;
        }
        catch
        {
            await layer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects the node to its channel layer, and to its presence if it has one, unless it is connected.</summary>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public async ValueTask ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isConnected)
            {
                return;
            }

            await _layer.StartAsync(_handler, cancellationToken).ConfigureAwait(false);
            if (_options.Presence is { } presence)
            {
                await presence.StartAsync(_handler, cancellationToken).ConfigureAwait(false);
            }

            _isConnected = true;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Sends a message straight to every member's socket, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(
        GroupName group, MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, type, payload, except: default, cancellationToken);

    /// <summary>Sends a message straight to the socket of every member but one, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied before the method returns.</param>
    /// <param name="except">The <see cref="Consumer.ChannelName"/> of the member that is left out.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(
        GroupName group,
        MessageType type,
        ReadOnlyMemory<byte> payload,
        ChannelName except,
        CancellationToken cancellationToken = default) =>
        PublishAsync(group, Publication.Broadcast(type, payload.Span, except: except), cancellationToken);

    /// <summary>Sends a text straight to every member's socket, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(GroupName group, string text, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, text, except: default, cancellationToken);

    /// <summary>Sends a text straight to the socket of every member but one, with no code run for each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <param name="except">The <see cref="Consumer.ChannelName"/> of the member that is left out.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask BroadcastAsync(
        GroupName group, string text, ChannelName except, CancellationToken cancellationToken = default) =>
        BroadcastAsync(group, MessageType.Text, Encoding.UTF8.GetBytes(text), except, cancellationToken);

    /// <summary>
    /// Sends an event to every member's consumer: to its method with that <see cref="GroupEventAttribute"/>, or to its
    /// <see cref="Consumer.OnGroupEventAsync"/>.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="groupEvent">The event. Its data is copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, CancellationToken cancellationToken = default) =>
        SendAsync(group, groupEvent, except: default, cancellationToken);

    /// <summary>Sends an event to the consumer of every member but one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="groupEvent">The event. Its data is copied before the method returns.</param>
    /// <param name="except">The <see cref="Consumer.ChannelName"/> of the member that is left out.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask SendAsync(
        GroupName group, GroupEvent groupEvent, ChannelName except, CancellationToken cancellationToken = default) =>
        PublishAsync(group, Publication.Event(groupEvent, except: except), cancellationToken);

    /// <summary>Sends an event with a value as JSON to every member's consumer.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="type">What happened, such as <c>chat.message</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    public ValueTask SendAsync<T>(
        GroupName group,
        string type,
        T value,
        JsonTypeInfo<T> typeInfo,
        CancellationToken cancellationToken = default) =>
        SendAsync(group, GroupEvent.FromJson(type, value, typeInfo), cancellationToken);

    /// <summary>How many members of a group are connected to this node.</summary>
    /// <param name="group">The group.</param>
    public int MemberCount(GroupName group) => Local.Find(group)?.MemberCount ?? 0;

    /// <summary>The members of a group that are connected to this node, as they are when their loops come to it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Their connections, in no order: each knows its user, can be sent to, and can be closed.</returns>
    public async ValueTask<IReadOnlyList<WebSocketConnection>> ListMembersAsync(
        GroupName group, CancellationToken cancellationToken = default) =>
        Local.Find(group) is { } local ? await local.ListAsync(cancellationToken).ConfigureAwait(false) : [];

    /// <summary>The groups that a connection's consumer is in; none if no consumer of this node's handles it.</summary>
    /// <param name="connection">The connection.</param>
    public IReadOnlyCollection<GroupName> ListGroups(WebSocketConnection connection) =>
        ConsumerHost.Of(connection) is { } host && host.Layer == this ? host.Groups.Joined : [];

    /// <summary>Disconnects from presence and from the channel layer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_options.Presence is { } presence && _isConnected)
        {
            await presence.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
        await _layer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Names a connection of this node, as others see it; the name is nobody else's.</summary>
    internal string NextClient() => string.Create(CultureInfo.InvariantCulture, $"{_node}-{Interlocked.Increment(ref _lastClient)}");

    internal LocalGroups Local { get; }

    internal IChannelLayer Layer => _layer;

    internal GroupsOptions Options => _options;

    internal ValueTask AddAsync(GroupName group, WebSocketConnection connection, CancellationToken cancellationToken) =>
        Local.AddAsync(group, connection, cancellationToken);

    internal ValueTask RemoveAsync(GroupName group, WebSocketConnection connection) => Local.RemoveAsync(group, connection);

    /// <summary>Publishes, and gives the maker's reference back.</summary>
    internal async ValueTask PublishAsync(GroupName group, Publication publication, CancellationToken cancellationToken)
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
