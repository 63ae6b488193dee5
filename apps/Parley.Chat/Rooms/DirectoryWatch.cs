using Parley.Channels;
using Parley.Protocol;

namespace Parley.Chat;

/// <summary>
/// Follows what other servers change, each second, and sees to it that it holds here: closes the connections that an
/// administrator closed, and of those who are no longer invited.
/// </summary>
internal sealed partial class DirectoryWatch(
    ChatDirectory directory, SessionServer sessions, TimeProvider time, ILogger<DirectoryWatch> logger) : BackgroundService
{
    /// <summary>What somebody is closed with who may not be in a room any more. They come back to the others.</summary>
    public const CloseCode RoomClosed = (CloseCode)4003;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        directory.Changed += OnChanged;
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await directory.RefreshAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        finally
        {
            directory.Changed -= OnChanged;
        }
    }

    private void OnChanged(ChatState before, ChatState after)
    {
        HashSet<string> closed = [.. after.Closings.Except(before.Closings).Select(static closing => closing.Client)];
        Dictionary<GroupName, Room> invited = after.Rooms
            .Where(room => room.Rule == RoomRule.Invited && before.Find(room.Id) != room)
            .ToDictionary(static room => RoomNames.GroupOf(room.Id));
        if (closed.Count > 0 || invited.Count > 0)
        {
            _ = EnforceAsync(closed, invited);
        }
    }

    private async Task EnforceAsync(HashSet<string> closed, Dictionary<GroupName, Room> invited)
    {
        try
        {
            foreach (SessionInfo session in await sessions.ListAsync())
            {
                var visitor = session.Connection.Authentication.User as Visitor;
                if (closed.Contains(session.Client))
                {
                    session.Connection.Close(AdminPeople.ClosedByAdministrator, AdminPeople.ClosedReason);
                }
                else if (session.Groups.Any(group => invited.TryGetValue(group, out Room? room) && !room.IsVisibleTo(visitor?.User, visitor?.IsAdmin ?? false)))
                {
                    session.Connection.Close(RoomClosed, "a room is for those who are invited now");
                }
            }
        }
        catch (Exception exception)
        {
            LogFault(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Connections could not be closed")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
