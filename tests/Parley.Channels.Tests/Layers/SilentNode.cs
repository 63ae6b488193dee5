namespace Parley.Channels.Tests.Layers;

/// <summary>A node that hears everything and does nothing, except what a test gives it to do.</summary>
internal sealed class SilentNode : IChannelLayerHandler
{
    public Action<Publication, StreamPosition>? Publishing { get; init; }

    public Action<StreamPosition>? Renewing { get; init; }

    public Action<long>? Erasing { get; init; }

    public void OnPublication(GroupName group, Publication publication, StreamPosition position) =>
        Publishing?.Invoke(publication, position);

    public void OnDirect(ChannelName channel, Publication publication)
    {
    }

    public void OnGap(GroupName group, StreamGap gap)
    {
    }

    public void OnNewEpoch(GroupName group, StreamPosition position) => Renewing?.Invoke(position);

    public void OnErased(GroupName group, long offset) => Erasing?.Invoke(offset);

    public void OnStateChanged(LayerState state)
    {
    }
}
