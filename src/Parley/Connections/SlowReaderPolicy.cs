namespace Parley;

/// <summary>
/// What a group, which never waits, does about a member whose socket takes no more and for whom more than the outbound
/// mark waits. A frame that has been begun always finishes, and what was sent to the member alone is never dropped.
/// </summary>
public enum SlowReaderPolicy
{
    /// <summary>Closes the member's connection with 1013, "try again later".</summary>
    Close,

    /// <summary>Leaves this message out for this member.</summary>
    DropNewest,

    /// <summary>Drops the group's messages that have waited longest until there is room for this one.</summary>
    DropOldest,

    /// <summary>
    /// As soon as messages wait, one with the same <see cref="Delivery.Key"/> is replaced by this one, which goes to the
    /// end. Past the mark it does as <see cref="DropOldest"/>.
    /// </summary>
    KeepLatest,
}
