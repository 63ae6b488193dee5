namespace Parley.Compare.Running;

/// <summary>One run of each of a pair.</summary>
internal sealed record Round(Measurement Base, Measurement Peer);
