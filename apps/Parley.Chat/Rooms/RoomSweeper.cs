using Parley.Channels;

namespace Parley.Chat;

/// <summary>Sees to it that nobody and nothing is left of rooms that have been deleted, here or on another server.</summary>
internal sealed partial class RoomSweeper(
    ChatDirectory directory, RoomRemover remover, SessionServer sessions, TimeProvider time, ILogger<RoomSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<(string Room, DateTimeOffset Due)> _left = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        directory.Changed += OnChanged;
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
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
        DateTimeOffset due = time.GetUtcNow() + RoomRemover.Grace;
        lock (_lock)
        {
            _left.AddRange(before.Rooms.Where(room => after.Find(room.Id) is null).Select(room => (room.Id, due)));
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ShowOutAsync(cancellationToken);
            await remover.SweepAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogLater(logger, exception.Message);
        }
    }

    // Pages leave by themselves. Who does not, such as a widget, comes back to the rooms that there are.
    private async Task ShowOutAsync(CancellationToken cancellationToken)
    {
        HashSet<GroupName> groups = [.. TakeDue(time.GetUtcNow()).Where(room => directory.Current.Find(room) is null).Select(RoomNames.GroupOf)];
        if (groups.Count == 0)
        {
            return;
        }

        foreach (SessionInfo session in await sessions.ListAsync(cancellationToken))
        {
            if (session.Groups.Any(groups.Contains))
            {
                session.Connection.Close(DirectoryWatch.RoomClosed, "a room has been deleted");
            }
        }
    }

    private List<string> TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            List<string> due = [.. _left.Where(room => room.Due <= now).Select(static room => room.Room)];
            _left.RemoveAll(room => room.Due <= now);
            return due;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is left of deleted rooms can't be erased now, and is tried again: {Reason}")]
    private static partial void LogLater(ILogger logger, string reason);
}
