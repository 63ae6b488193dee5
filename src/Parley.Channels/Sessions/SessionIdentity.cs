using System.Security.Claims;

namespace Parley.Channels;

/// <summary>Whom a fresh token belongs to.</summary>
/// <param name="User">The user.</param>
/// <param name="ExpiresAt">When the connection is to be closed with 3000 unless renewed again; null for never.</param>
public sealed record SessionIdentity(ClaimsPrincipal User, DateTimeOffset? ExpiresAt = null);
