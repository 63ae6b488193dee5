namespace Parley.Chat;

/// <summary>The rooms that somebody may see.</summary>
internal sealed record RoomsAnswer(IReadOnlyList<RoomAnswer> Rooms);
