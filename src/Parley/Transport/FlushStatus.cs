namespace Parley;

/// <summary>What became of a flush.</summary>
public enum FlushStatus
{
    /// <summary>Everything staged has been taken by the network.</summary>
    Flushed,

    /// <summary>Some of it waits for the peer to read. <see cref="TransportHandler.OnDrained"/> follows.</summary>
    Pending,

    /// <summary>The transport is closed.</summary>
    Closed,
}
