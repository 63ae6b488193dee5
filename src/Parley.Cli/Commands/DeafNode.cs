using Parley.Channels;

namespace Parley.Cli;

/// <summary>A node that only speaks.</summary>
internal sealed class DeafNode : IChannelLayerHandler
{
    public void OnPublication(GroupName group, Publication publication, StreamPosition position)
    {
    }

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
