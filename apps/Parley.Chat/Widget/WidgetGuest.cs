namespace Parley.Chat;

/// <summary>A guest on another site: the token is all that they need.</summary>
internal sealed record WidgetGuest(string Token, string User);
