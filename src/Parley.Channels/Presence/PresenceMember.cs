namespace Parley.Channels;

/// <summary>Somebody in a group.</summary>
/// <param name="Client">One of the member's connections: the one that <paramref name="Show"/> is from.</param>
/// <param name="User">The user, as the server has authenticated it, or null.</param>
/// <param name="Show">What the member lets others see of it, as JSON in UTF-8; empty if nothing. Not to be changed.</param>
public sealed record PresenceMember(string Client, string? User, ReadOnlyMemory<byte> Show);
