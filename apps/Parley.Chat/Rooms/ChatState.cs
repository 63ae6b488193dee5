namespace Parley.Chat;

/// <summary>Everything about the chat that is no message: the same on all servers, and kept when they stop.</summary>
internal sealed record ChatState
{
    private readonly Dictionary<string, Room> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mute> _byUser = new(StringComparer.Ordinal);

    public static ChatState Empty { get; } = new();

    public IReadOnlyList<Room> Rooms
    {
        get;
        init
        {
            field = value;
            _byId = value.ToDictionary(static room => room.Id, StringComparer.Ordinal);
        }
    } = [];

    public IReadOnlyList<Mute> Mutes
    {
        get;
        init
        {
            field = value;
            _byUser = value.ToDictionary(static mute => mute.User, StringComparer.Ordinal);
        }
    } = [];

    public IReadOnlyList<Closing> Closings { get; init; } = [];

    /// <summary>Rooms that are gone, until their messages are too; those that the operator has named, for good.</summary>
    public IReadOnlyList<DeletedRoom> Deleted { get; init; } = [];

    public Room? Find(string id) => _byId.GetValueOrDefault(id);

    public Mute? MuteOf(ChatUser user, DateTimeOffset now) =>
        _byUser.Count > 0 && _byUser.TryGetValue(user.Id, out Mute? mute) && mute.Until > now ? mute : null;

    /// <summary>A room of this id that is gone; null if none is.</summary>
    public DeletedRoom? FindDeleted(string id) => Deleted.FirstOrDefault(room => room.Id == id);

    /// <summary>The same with a room made or changed.</summary>
    public ChatState With(Room room) => this with
    {
        Deleted = [.. Deleted.Where(deleted => deleted.Id != room.Id)],
        Rooms = Find(room.Id) is null
            ? [.. Rooms, room]
            : [.. Rooms.Select(existing => existing.Id == room.Id ? room : existing)],
    };

    /// <summary>The same without a room.</summary>
    public ChatState Without(DeletedRoom deleted) => this with
    {
        Rooms = [.. Rooms.Where(room => room.Id != deleted.Id)],
        Deleted = [.. Deleted.Where(other => other.Id != deleted.Id), deleted],
    };

    /// <summary>The same without what is over.</summary>
    public ChatState Without(DateTimeOffset now) => this with
    {
        Mutes = [.. Mutes.Where(mute => mute.Until > now)],
        Closings = [.. Closings.Where(closing => closing.Until > now)],
    };
}
