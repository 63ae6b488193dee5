namespace Parley.Chat;

/// <summary>A room to be deleted.</summary>
internal sealed record DeleteRoomRequest(string? Id);
