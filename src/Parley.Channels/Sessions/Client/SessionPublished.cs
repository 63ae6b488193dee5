namespace Parley.Channels;

/// <summary>A publication is in history, as safely as the server's store keeps it.</summary>
/// <param name="Id">Its id: that of the <see cref="SessionPublication"/> that members are told.</param>
/// <param name="Offset">Its place in the group's stream; of a duplicate, the place of the first.</param>
/// <param name="IsDuplicate">Whether it had been published before, by an earlier attempt, and was not again.</param>
public sealed record SessionPublished(string Id, long Offset, bool IsDuplicate);
