namespace Parley.Chat;

/// <summary>How the chat is doing. Counts are this server's own; who is in a room is counted on all servers.</summary>
internal sealed record Overview(
    int Connections,
    int Sessions,
    IReadOnlyList<Overview.RoomLine> Rooms,
    double MessagesPerSecond,
    double DeliveriesPerSecond,
    long Memory,
    double Cpu,
    long Uptime,
    string Node)
{
    /// <summary>A room; the first one stays.</summary>
    internal sealed record RoomLine(
        string Id, string Title, RoomRule Rule, int Members, long Offset, IReadOnlyList<string> Invited, bool IsFirst);
}
