namespace Parley.Chat;

/// <summary>What the widget has to know.</summary>
internal sealed record WidgetAnswer(string Room, string Title, string Socket, Limits Limits);
