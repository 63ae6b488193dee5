using System.Globalization;

namespace Parley.Sessions.Tests.Client;

/// <summary>Events of a subscription, written down in a few words.</summary>
internal static class Told
{
    public static string Of(SessionEvent told) => told switch
    {
        SessionJoined joined => $"joined {joined.Head.Epoch}:{joined.Head.Offset}",
        SessionPublication message => string.Create(CultureInfo.InvariantCulture, $"{message.Position.Offset} {message.GetText()}"),
        SessionGap { Range: var range } => $"gap {range.Epoch} {range.From}-{range.To?.ToString(CultureInfo.InvariantCulture) ?? "null"}",
        SessionPresence presence => $"+[{Names(presence.Joined)}] -[{Names(presence.Left)}] = {presence.Count}",
        SessionSignal signal => $"signal {signal.User ?? signal.Client} {System.Text.Encoding.UTF8.GetString(signal.Data.Span)}",
        SessionDeleted deleted => $"deleted {deleted.Offset}",
        _ => told.ToString(),
    };

    public static string Names(IEnumerable<PresenceMember> members) =>
        string.Join(' ', members.Select(static member => member.User ?? member.Client));
}
