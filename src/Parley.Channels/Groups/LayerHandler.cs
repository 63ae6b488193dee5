namespace Parley.Channels;

/// <summary>What the channel layer tells this node, handed to the members that it concerns.</summary>
internal sealed class LayerHandler(LocalGroups groups) : IChannelLayerHandler
{
    public void OnPublication(GroupName group, Publication publication, StreamPosition position)
    {
        if (groups.Find(group) is not { } local)
        {
            return;
        }

        switch (publication.Kind)
        {
            case PublicationKind.Message:
                local.Connections.Publish(publication.Message, new Delivery(SlowReaderPolicy.Close));
                break;
            case PublicationKind.Event:
                var groupEvent = new GroupEvent(publication.EventType!, publication.Data.ToArray());
                local.Connections.ForEach(
                    static (connection, groupEvent) => ConsumerHost.Of(connection)?.OnGroupEvent((GroupEvent)groupEvent!),
                    groupEvent);
                break;
            default:
                // Raw members have no word for a signal.
                break;
        }
    }

    // Raw members have no words for any of these.
    public void OnDirect(ChannelName channel, Publication publication)
    {
    }

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
}
