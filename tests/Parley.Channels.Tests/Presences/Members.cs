using System.Text;

namespace Parley.Channels.Tests.Presences;

internal static class Members
{
    public static PresenceMember Of(string client, string? user = null, string show = "") =>
        new(client, user, Encoding.UTF8.GetBytes(show));

    /// <summary>What is seen of them: <c>ann=c1</c>, or <c>c1</c>.</summary>
    public static IEnumerable<string> Names(IEnumerable<PresenceMember> members) =>
        members.Select(static member => member.User is { } user ? $"{user}={member.Client}" : member.Client);
}
