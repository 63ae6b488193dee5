namespace Parley.Channels;

/// <summary>What a <see cref="PresenceUpdate"/> says.</summary>
public enum PresenceUpdateKind
{
    /// <summary>Connections of a node have come or gone.</summary>
    Changed,

    /// <summary>A node's lease has ended: all of its connections have gone.</summary>
    NodeEnded,
}
