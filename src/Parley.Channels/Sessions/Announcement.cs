using Parley.Protocol;

namespace Parley.Channels;

/// <summary><c>joined</c>, the changes among the members since, and where the next ones will come from.</summary>
internal sealed record Announcement(PreparedMessage Joined, IReadOnlyList<PreparedMessage> Changes, ConnectionSet Next)
{
    /// <summary>Tells a session. On its loop.</summary>
    public void Tell(SessionGroup member)
    {
        Send(member, Joined);
        foreach (PreparedMessage change in Changes)
        {
            Send(member, change);
        }

        if (!member.HasLeft)
        {
            Next.Add(member.Session.Connection);
        }
    }

    private static void Send(SessionGroup member, PreparedMessage message)
    {
        if (!member.HasLeft)
        {
            member.Session.Send(message);
        }

        message.Release();
    }
}
