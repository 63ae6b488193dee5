namespace Parley.Testing;

/// <summary>What a <see cref="PresenceSpecification"/> can do to the nodes that it makes.</summary>
[Flags]
public enum PresencePowers
{
    /// <summary>Nothing: it makes one node.</summary>
    None = 0,

    /// <summary>It can make several nodes that share their groups.</summary>
    Nodes = 1,

    /// <summary>It can let a node die without a word.</summary>
    Death = 2,

    /// <summary>It can keep a node silent for longer than its lease, and let it come back.</summary>
    Silence = 4,
}
