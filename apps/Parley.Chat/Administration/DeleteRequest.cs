namespace Parley.Chat;

/// <summary>A message to be deleted.</summary>
internal sealed record DeleteRequest(string? Room, long? Offset);
