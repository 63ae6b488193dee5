namespace Parley.Channels;

/// <summary>All connections of one group, as a store that several nodes share had them at one moment.</summary>
/// <param name="Number">The number of the last update that is in it; 0 if there has been none.</param>
/// <param name="Entries">The connections, those of members that came first before others as far as is known.</param>
public sealed record PresenceRoster(long Number, IReadOnlyList<PresenceEntry> Entries);
