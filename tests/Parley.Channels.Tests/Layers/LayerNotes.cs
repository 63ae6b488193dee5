using System.Text;

namespace Parley.Channels.Tests.Layers;

/// <summary>Writes down what a layer tells, a line for each thing but the first connecting.</summary>
internal sealed class LayerNotes(List<string> lines) : IChannelLayerHandler
{
    private bool _isConnected;

    public void OnPublication(GroupName group, Publication publication, StreamPosition position) =>
        lines.Add($"{position.Offset} {Encoding.UTF8.GetString(publication.Data)}");

    public void OnDirect(ChannelName channel, Publication publication) => lines.Add($"direct to {channel}");

    public void OnGap(GroupName group, StreamGap gap) => lines.Add($"gap {gap.From}-{gap.To}");

    public void OnNewEpoch(GroupName group, StreamPosition position) => lines.Add("new epoch");

    public void OnErased(GroupName group, long offset) => lines.Add($"erased {offset}");

    public void OnStateChanged(LayerState state)
    {
        if (_isConnected)
        {
            lines.Add($"{state}");
        }

        _isConnected = true;
    }
}
