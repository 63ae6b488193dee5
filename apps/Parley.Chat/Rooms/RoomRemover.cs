namespace Parley.Chat;

/// <summary>
/// Deletes rooms. A room is gone at once, and its messages once those who were there have left and all servers know: then
/// nobody is told of each, and nobody can have added one.
/// </summary>
internal sealed class RoomRemover(ChatSettings settings, ChatDirectory directory, MessageEraser eraser, TimeProvider time)
{
    /// <summary>How long it takes at most, in all that is usual, until everybody has left.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // Rooms that are made at each start, and shall not be again.
    private readonly HashSet<string> _named = [.. settings.Rooms.Select(RoomNames.IdFor)];

    /// <summary>The room that the chat always has: the first that the operator has named.</summary>
    public string First { get; } = RoomNames.IdFor(settings.Rooms[0]);

    /// <summary>Takes a room out of the state; null if there is none.</summary>
    public async ValueTask<ChatState?> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        bool isThere = false;
        DateTimeOffset now = time.GetUtcNow();
        ChatState state = await directory.UpdateAsync(
            state =>
            {
                isThere = state.Find(id) is not null;
                return isThere ? state.Without(new DeletedRoom(id, now, IsErased: false)) : state;
            },
            cancellationToken);
        return isThere ? state : null;
    }

    /// <summary>Sees to it that a room that is about to be made begins with nothing of one that was deleted.</summary>
    public async ValueTask FinishAsync(string id, CancellationToken cancellationToken)
    {
        ChatState state = await ReadAsync(cancellationToken);
        if (state.Find(id) is null && state.FindDeleted(id) is { IsErased: false })
        {
            await eraser.EraseAllAsync(RoomNames.GroupOf(id), cancellationToken);
        }
    }

    /// <summary>Erases what was said in rooms that have been gone for long enough.</summary>
    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset due = time.GetUtcNow() - Grace;
        foreach (DeletedRoom room in directory.Current.Deleted.Where(room => !room.IsErased && room.At <= due))
        {
            if ((await ReadAsync(cancellationToken)).FindDeleted(room.Id) == room)
            {
                await eraser.EraseAllAsync(RoomNames.GroupOf(room.Id), cancellationToken);
                await directory.UpdateAsync(state => Forget(state, room), cancellationToken);
            }
        }
    }

    // As it is and not as it was known last: a room may have been made meanwhile, or deleted.
    private ValueTask<ChatState> ReadAsync(CancellationToken cancellationToken) =>
        directory.UpdateAsync(static state => state, cancellationToken);

    private ChatState Forget(ChatState state, DeletedRoom room) => state.FindDeleted(room.Id) != room
        ? state
        : state with
        {
            Deleted = [.. state.Deleted.Where(other => other != room), .. _named.Contains(room.Id) ? [room with { IsErased = true }] : (DeletedRoom[])[]],
        };
}
