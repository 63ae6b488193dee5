using Parley.Compare.Peers;

namespace Parley.Compare;

/// <summary>Two servers that are measured in turns.</summary>
/// <param name="Workload">What they are made to do.</param>
/// <param name="Base">The one that the other is compared to.</param>
/// <param name="Peer">The other.</param>
internal sealed record Pair(Workload Workload, Contender Base, Contender Peer)
{
    /// <summary>What to call the first.</summary>
    public string BaseName => Base.Name;

    /// <summary>What to call the other.</summary>
    public string PeerName => Workload.HasStalledReader ? Peer.Name + ", one stalled" : Peer.Name;

    /// <summary>The ratio to reach, if there is one.</summary>
    public Target? Target => Workload.Targets.TryGetValue(Peer.Name, out Target target) ? target : null;
}
