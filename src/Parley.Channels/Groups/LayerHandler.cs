namespace Parley.Channels;

/// <summary>What the channel layer and presence tell this node, handed to the groups that it concerns.</summary>
internal sealed class LayerHandler(LocalGroups groups) : IChannelLayerHandler, IPresenceHandler
{
    public void OnPublication(GroupName group, Publication publication, StreamPosition position) =>
        groups.Find(group)?.OnPublication(publication, position);

    public void OnDirect(ChannelName channel, Publication publication)
    {
    }

    public void OnGap(GroupName group, StreamGap gap) => groups.Find(group)?.OnGap(gap);

    public void OnNewEpoch(GroupName group, StreamPosition position) => groups.Find(group)?.OnNewEpoch(position);

    public void OnErased(GroupName group, long offset) => groups.Find(group)?.OnErased(offset);

    public void OnStateChanged(LayerState state)
    {
    }

    public void OnPresence(GroupName group, PresenceChange change) => groups.Find(group)?.OnPresence(change);

    public void OnPresenceReset(GroupName group, PresenceSnapshot snapshot) => groups.Find(group)?.OnPresenceReset(snapshot);
}
