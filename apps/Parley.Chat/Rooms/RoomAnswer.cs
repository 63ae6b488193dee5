namespace Parley.Chat;

/// <summary>A room as one user sees it.</summary>
internal sealed record RoomAnswer(string Id, string Title, RoomRule Rule, bool MayPublish)
{
    public static RoomAnswer Of(Room room, Visitor visitor) =>
        new(room.Id, room.Title, room.Rule, room.IsWritableBy(visitor.User, visitor.IsAdmin));
}
