namespace Parley.Channels;

/// <summary>How a channel layer is doing.</summary>
public enum LayerState
{
    /// <summary>Publications come and go.</summary>
    Connected,

    /// <summary>
    /// What the layer stands on can't be reached: publishing fails, and what others publish is told after the layer is
    /// connected again, or named in a gap.
    /// </summary>
    Disconnected,
}
