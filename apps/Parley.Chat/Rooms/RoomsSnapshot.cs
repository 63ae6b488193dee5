namespace Parley.Chat;

/// <summary>What the group <c>chat.rooms</c> is told: the rooms that everybody may see.</summary>
internal sealed record RoomsSnapshot(IReadOnlyList<RoomsSnapshot.Entry> Rooms)
{
    public static RoomsSnapshot Of(ChatState state) => new(
        [
            .. state.Rooms.Where(static room => room.Rule != RoomRule.Invited)
                .Select(static room => new Entry(room.Id, room.Title, room.Rule)),
        ]);

    /// <summary>A room.</summary>
    internal sealed record Entry(string Id, string Title, RoomRule Rule);
}
