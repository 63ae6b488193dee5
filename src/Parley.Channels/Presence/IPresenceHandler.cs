namespace Parley.Channels;

/// <summary>
/// A node, as its presence sees it. What concerns one group is told one after another; any thread may be the one that
/// tells. No method may block or throw.
/// </summary>
public interface IPresenceHandler
{
    /// <summary>Members have come to or gone from a group in which this node has members.</summary>
    /// <param name="group">The group.</param>
    /// <param name="change">Who, and the version that results. Versions rise; some may be skipped.</param>
    void OnPresence(GroupName group, PresenceChange change);

    /// <summary>
    /// Changes of a group may have been missed, such as when the connection between nodes was lost: what was known of its
    /// members is replaced.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="snapshot">Who is there now.</param>
    void OnPresenceReset(GroupName group, PresenceSnapshot snapshot);
}
