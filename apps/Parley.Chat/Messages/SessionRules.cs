using System.Globalization;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Decides what a session may do: whom rooms are for, who is muted, and what a message may be.</summary>
internal sealed class SessionRules(ChatDirectory directory, MessageCheck check, ChatMetrics metrics, TimeProvider time)
{
    /// <summary>Why it is refused, or null.</summary>
    public async ValueTask<SessionRefusal?> DecideAsync(SessionAccess access, CancellationToken cancellationToken)
    {
        if (access.User is not Visitor { User: { } user } visitor)
        {
            return "Take a name first.";
        }

        if (access.Group == RoomNames.Directory)
        {
            return access.Operation is SessionOperation.Join or SessionOperation.ReadHistory
                ? null
                : new SessionRefusal("Only the server tells of rooms.");
        }

        if (RoomNames.IdOf(access.Group) is not { } id)
        {
            return NoRoom(access.Group.Value);
        }

        Room? room = directory.Current.Find(id);
        if ((room is null || !room.IsVisibleTo(user, visitor.IsAdmin)) && directory.IsShared)
        {
            // Another server may have made it, or let this one in, a moment ago.
            room = (await directory.ReadAsync(cancellationToken)).Find(id);
        }

        if (room is null || !room.IsVisibleTo(user, visitor.IsAdmin))
        {
            return NoRoom(id);
        }

        SessionRefusal? refusal = access.Operation is SessionOperation.Publish or SessionOperation.Signal
            ? DecideWriting(access, room, visitor)
            : null;
        if (access.Operation == SessionOperation.Publish)
        {
            metrics.CountMessage(refusal is null);
        }

        return refusal;
    }

    private SessionRefusal? DecideWriting(SessionAccess access, Room room, Visitor visitor)
    {
        if (!room.IsWritableBy(visitor.User, visitor.IsAdmin))
        {
            return new SessionRefusal($"{room.Title} is read-only.") { Code = RefusalCode.ReadOnly };
        }

        DateTimeOffset now = time.GetUtcNow();
        if (directory.Current.MuteOf(visitor.User!, now) is { } mute)
        {
            string sentence = string.Create(CultureInfo.InvariantCulture, $"You are muted until {mute.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
            return new SessionRefusal(sentence) { Code = RefusalCode.Muted, RetryAfter = mute.Until - now };
        }

        return access.Operation == SessionOperation.Publish
            ? check.CheckMessage(access.Publication!)
            : MessageCheck.CheckSignal(access.Publication!);
    }

    // The same for a room that is not there and for one that is not for this user.
    private static SessionRefusal NoRoom(string name) =>
        new($"There is no room {name}, or not for you.") { Code = RefusalCode.NoRoom };
}
