namespace Parley.Chat;

/// <summary>A connection to be closed.</summary>
internal sealed record CloseRequest(string? Id);
