namespace Parley.Chat;

/// <summary>A room to be made or changed. What is left out stays as it is.</summary>
internal sealed record RoomRequest(string? Id, string? Title, RoomRule? Rule, IReadOnlyList<string>? Invited);
