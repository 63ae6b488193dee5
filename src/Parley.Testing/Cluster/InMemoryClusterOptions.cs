using Parley.Channels;

namespace Parley.Testing;

/// <summary>What an <see cref="InMemoryCluster"/> is like.</summary>
public sealed record InMemoryClusterOptions
{
    /// <summary>When what is said arrives. At once unless set.</summary>
    public ClusterDelivery Delivery { get; init; }

    /// <summary>How much of the past is kept.</summary>
    public HistoryOptions History { get; init; } = HistoryOptions.Default;

    /// <summary>How presence is told, and how long a node's lease is.</summary>
    public PresenceOptions Presence { get; init; } = PresenceOptions.Default;

    internal ClusterDefect Defect { get; init; }
}
