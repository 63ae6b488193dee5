namespace Parley.Chat;

/// <summary>Somebody who is connected to this server.</summary>
internal sealed record ConnectionLine(
    string Id,
    string? User,
    string Address,
    DateTimeOffset Since,
    IReadOnlyList<string> Rooms,
    long Queue,
    double? RoundTrip,
    long Messages);
