namespace Parley.Chat;

/// <summary>Somebody to be muted, or not any more.</summary>
internal sealed record MuteRequest(string? User, int? Minutes);
