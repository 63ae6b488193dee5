namespace Parley.Chat;

/// <summary>A room that somebody wants.</summary>
internal sealed record TitleRequest(string? Title);
