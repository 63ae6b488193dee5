namespace Parley.Channels;

/// <summary>What one node says of its connections in one group, or what is said of a node that is no more.</summary>
/// <param name="Node">The node.</param>
/// <param name="Kind">What has happened.</param>
/// <param name="Entered">The connections that have come. It may name some that are there already.</param>
/// <param name="Left">The connections that have gone. It may name some that are not there.</param>
public sealed record PresenceUpdate(
    PresenceNode Node, PresenceUpdateKind Kind, IReadOnlyList<PresenceMember> Entered, IReadOnlyList<string> Left)
{
    /// <summary>Says that a node's lease has ended: all of its connections have gone.</summary>
    /// <param name="node">The node.</param>
    public static PresenceUpdate Ended(PresenceNode node) => new(node, PresenceUpdateKind.NodeEnded, [], []);
}
