namespace Parley;

/// <summary>How often something was done about members of a <see cref="ConnectionSet"/> that read too slowly.</summary>
/// <param name="Closed">Members closed with 1013.</param>
/// <param name="DroppedNewest">Messages left out for a member because others waited for it.</param>
/// <param name="DroppedOldest">Messages that had waited for a member and made room for newer ones.</param>
/// <param name="Replaced">Messages that had waited for a member and were replaced by one with the same key.</param>
public readonly record struct SlowReaderCounts(long Closed, long DroppedNewest, long DroppedOldest, long Replaced);
