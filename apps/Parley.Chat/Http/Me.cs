namespace Parley.Chat;

/// <summary>Who somebody is here, and what they may do.</summary>
internal sealed record Me(
    string? User,
    string? Name,
    bool Guest,
    bool Admin,
    string? Language,
    string Socket,
    Limits Limits,
    bool MayCreateRooms,
    string Title);
