namespace Parley.Channels;

/// <summary>
/// A node, as the presence store sees it. What concerns one group is told in the order of the numbers; any thread may be
/// the one that tells. No method blocks or throws.
/// </summary>
public interface IPresenceStoreHandler
{
    /// <summary>An update was made to a group that the node watches, by whatever node, this one included.</summary>
    /// <param name="group">The group.</param>
    /// <param name="number">The update's number: one higher than the group's last. If not, something was missed.</param>
    /// <param name="update">The update.</param>
    void OnUpdate(GroupName group, long number, PresenceUpdate update);

    /// <summary>
    /// The connection to the store was lost and is there again: groups are watched no more, and have to be anew.
    /// </summary>
    void OnReconnected();
}
