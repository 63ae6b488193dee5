using Parley.Channels;

namespace Parley.Chat;

/// <summary>Knows who is connected to this server.</summary>
internal sealed class ConnectionLister(SessionServer sessions)
{
    /// <summary>Everybody, whoever came first first. Each is pinged, so that the next list knows how long that took.</summary>
    public async ValueTask<IReadOnlyList<ConnectionLine>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionInfo> open = await sessions.ListAsync(cancellationToken);
        ConnectionLine[] lines = [.. open.Select(Describe).OrderBy(static line => line.Since)];
        foreach (SessionInfo session in open)
        {
            _ = PingAsync(session.Connection);
        }

        return lines;
    }

    /// <summary>A session of this server; null if it is not here.</summary>
    public async ValueTask<SessionInfo?> FindAsync(string? client, CancellationToken cancellationToken) =>
        (await sessions.ListAsync(cancellationToken)).FirstOrDefault(session => session.Client == client);

    private static ConnectionLine Describe(SessionInfo session)
    {
        var visitor = session.Connection.Authentication.User as Visitor;
        return new ConnectionLine(
            session.Client,
            session.User,
            visitor?.Address ?? "",
            visitor?.Since ?? default,
            [.. session.Groups.Select(RoomNames.IdOf).OfType<string>().Order(StringComparer.Ordinal)],
            session.Connection.UnsentBytes,
            session.Connection.Latency?.TotalMilliseconds,
            session.PublishCount);
    }

    private static async Task PingAsync(WebSocketConnection connection)
    {
        try
        {
            await connection.PingAsync();
        }
        catch (Exception exception) when (exception is WebSocketClosedException or InvalidOperationException)
        {
            // It has gone meanwhile.
        }
    }
}
