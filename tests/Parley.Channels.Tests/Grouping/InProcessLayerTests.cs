namespace Parley.Channels.Tests.Grouping;

public sealed class InProcessLayerTests : ChannelLayerSpecification
{
    protected override IChannelLayer CreateLayer() => new InProcessLayer();
}
