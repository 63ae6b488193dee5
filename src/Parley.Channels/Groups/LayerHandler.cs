namespace Parley.Channels;

/// <summary>What the channel layer and presence tell this node, handed to the groups and connections that it concerns.</summary>
internal sealed class LayerHandler(LocalGroups groups, LocalChannels channels) : IChannelLayerHandler, IPresenceHandler
{
    private static readonly Delivery _delivery = new(SlowReaderPolicy.Close);

    private volatile LayerState _state = LayerState.Disconnected;

    /// <summary>How the layer is doing.</summary>
    public LayerState State => _state;

    public void OnPublication(GroupName group, Publication publication, StreamPosition position) =>
        groups.Find(group)?.OnPublication(
            publication, position, publication.Except == default ? null : channels.Find(publication.Except));

    public void OnDirect(ChannelName channel, Publication publication)
    {
        if (channels.Find(channel) is not { } connection)
        {
            return;
        }

        switch (publication.Kind)
        {
            case PublicationKind.Message:
                connection.Loop.Post(new LoopWork(
                    static (connection, publication) => Deliver((WebSocketConnection)connection!, (Publication)publication!),
                    connection,
                    publication.Retain()));
                break;
            case PublicationKind.Event:
                connection.Loop.Post(new LoopWork(
                    static (connection, delivery) => ((EventDelivery)delivery!).To((WebSocketConnection)connection!),
                    connection,
                    EventDelivery.Of(publication, except: null)));
                break;
            default:
                break;
        }
    }

    public void OnGap(GroupName group, StreamGap gap) => groups.Find(group)?.OnGap(gap);

    public void OnNewEpoch(GroupName group, StreamPosition position) => groups.Find(group)?.OnNewEpoch(position);

    public void OnErased(GroupName group, long offset) => groups.Find(group)?.OnErased(offset);

    public void OnStateChanged(LayerState state) => _state = state;

    public void OnPresence(GroupName group, PresenceChange change) => groups.Find(group)?.OnPresence(change);

    public void OnPresenceReset(GroupName group, PresenceSnapshot snapshot) => groups.Find(group)?.OnPresenceReset(snapshot);

    private static void Deliver(WebSocketConnection connection, Publication publication)
    {
        connection.Enqueue(publication.Message, _delivery);
        publication.Release();
    }
}
