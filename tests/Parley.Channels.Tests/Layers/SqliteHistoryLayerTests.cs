using Parley.Channels.Tests.History;

namespace Parley.Channels.Tests.Layers;

/// <summary>The layer of one process with history in a file.</summary>
public sealed class SqliteHistoryLayerTests()
    : LayerTests(LayerCapabilities.Positions | LayerCapabilities.History | LayerCapabilities.TotalOrder)
{
    private readonly StoreFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async ValueTask<IChannelLayer> CreateLayerAsync() => new InProcessLayer(await _folder.OpenAsync());
}
