namespace Parley.Channels;

/// <summary>What a channel layer can do. Layers that speak another framework's format can do less.</summary>
[Flags]
public enum LayerCapabilities
{
    /// <summary>Publish and subscribe, and nothing more.</summary>
    None = 0,

    /// <summary>Publications have positions that rise by one.</summary>
    Positions = 1,

    /// <summary>Publications are kept, can be read back, and are found again by their ids.</summary>
    History = 2,

    /// <summary>All nodes hear a group's publications in one order.</summary>
    TotalOrder = 4,
}
