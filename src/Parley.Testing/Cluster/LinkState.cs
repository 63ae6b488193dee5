namespace Parley.Testing;

/// <summary>Whether anything passes between a node and its cluster.</summary>
internal enum LinkState
{
    Open,

    /// <summary>What is said waits; what the cluster tells by itself is lost.</summary>
    CutOff,

    /// <summary>The node is dead.</summary>
    Ended,
}
