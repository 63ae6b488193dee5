namespace Parley.Channels;

/// <summary>Whom a publication comes from.</summary>
/// <param name="Id">
/// The publisher's id for it, under which a resent one is found; null if the publisher never sends anything twice.
/// </param>
/// <param name="Client">The publishing connection, or null.</param>
/// <param name="User">The user, as the server has authenticated it, or null. Each user has ids of its own.</param>
public readonly record struct PublicationOrigin(string? Id, string? Client = null, string? User = null);
