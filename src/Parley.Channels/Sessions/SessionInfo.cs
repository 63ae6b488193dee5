namespace Parley.Channels;

/// <summary>An open session, as it was when its loop was asked.</summary>
/// <param name="Client">What others know the connection by.</param>
/// <param name="User">The user; null if the server does not know one.</param>
/// <param name="Connection">
/// The connection: how much waits for it, how fast it answers, and the way to close it.
/// </param>
/// <param name="Groups">The groups that the session is in.</param>
/// <param name="PublishCount">How many publications have been taken from it.</param>
public sealed record SessionInfo(
    string Client, string? User, WebSocketConnection Connection, IReadOnlyList<GroupName> Groups, long PublishCount);
