namespace Parley.Channels;

/// <summary>What the channel layer tells this node, handed to the members that it concerns.</summary>
internal sealed class LayerHandler(LocalGroups groups, LocalChannels channels) : IChannelLayerHandler
{
    private static readonly Delivery _delivery = new(SlowReaderPolicy.Close);

    public void OnPublication(GroupName group, Publication publication, StreamPosition position)
    {
        if (groups.Find(group) is not { } local)
        {
            return;
        }

        WebSocketConnection? except = publication.Except == default ? null : channels.Find(publication.Except);
        switch (publication.Kind)
        {
            case PublicationKind.Message:
                local.Connections.Publish(publication.Message, _delivery with { Except = except });
                break;
            case PublicationKind.Event:
                local.Connections.ForEach(
                    static (connection, delivery) => ((EventDelivery)delivery!).To(connection),
                    EventDelivery.Of(publication, except));
                break;
            default:
                // Raw members have no word for a signal.
                break;
        }
    }

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

    // Raw members have no words for any of these.
    public void OnGap(GroupName group, StreamGap gap)
    {
    }

    public void OnNewEpoch(GroupName group, StreamPosition position)
    {
    }

    public void OnErased(GroupName group, long offset)
    {
    }

    public void OnStateChanged(LayerState state)
    {
    }

    private static void Deliver(WebSocketConnection connection, Publication publication)
    {
        connection.Enqueue(publication.Message, _delivery);
        publication.Release();
    }
}
