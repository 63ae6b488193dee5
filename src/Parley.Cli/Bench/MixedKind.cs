namespace Parley.Cli.Bench;

/// <summary>What the server of a mixed load does.</summary>
internal enum MixedKind
{
    /// <summary>It sends each message back.</summary>
    Echo,

    /// <summary>It sends each message to all.</summary>
    Broadcast,
}
