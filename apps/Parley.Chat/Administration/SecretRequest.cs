namespace Parley.Chat;

/// <summary>The secret that somebody knows.</summary>
internal sealed record SecretRequest(string? Secret);
