using System.Text.Json;

namespace Parley.Channels;

/// <summary>Reads what a server says of a session. Whatever breaks the format throws a <see cref="JsonException"/>.</summary>
internal static class ServerMessages
{
    public static SessionWelcome Welcome(in ServerFields fields) => new()
    {
        Client = fields.Text(ServerField.Client),
        User = fields.OptionalText(ServerField.User),
        Heartbeat = fields.Seconds(ServerField.Heartbeat) is { Ticks: > 0 } heartbeat
            ? heartbeat
            : throw ServerFields.Missing(ServerField.Heartbeat),
        Resend = fields.Seconds(ServerField.Resend),
        MaxMessage = fields.Integer(ServerField.MaxMessage),
        Features = Features(fields.Raw(ServerField.Features)),
    };

    public static SessionPublished Published(string id, in ServerFields fields) =>
        new(id, fields.Integer(ServerField.Offset), fields.Boolean(ServerField.Duplicate));

    public static SessionException Error(string? id, in ServerFields fields)
    {
        string code = fields.OptionalText(ServerField.Code) ?? "internal";
        return new SessionException(code, fields.OptionalText(ServerField.Message) ?? code)
        {
            Id = id,
            RetryAfter = fields.OptionalSeconds(ServerField.RetryAfter),
        };
    }

    public static SessionHistoryPage History(string epoch, in ServerFields fields) => new(
        fields.OptionalInteger(ServerField.From) ?? 1,
        fields.OptionalInteger(ServerField.To) ?? 0,
        Messages(epoch, fields.Raw(ServerField.Messages)),
        fields.Boolean(ServerField.More));

    /// <summary>After what time a server that goes away may be asked again.</summary>
    public static TimeSpan Drain(in ServerFields fields) => fields.OptionalSeconds(ServerField.RetryAfter) ?? TimeSpan.Zero;

    private static List<SessionPublication> Messages(string epoch, ReadOnlySpan<byte> json)
    {
        var messages = new List<SessionPublication>();
        var elements = new JsonElements(json);
        while (elements.Next(out ReadOnlySpan<byte> message))
        {
            messages.Add(GroupMessages.Message(epoch, new ServerFields(message)));
        }

        return messages;
    }

    private static List<string> Features(ReadOnlySpan<byte> json)
    {
        var features = new List<string>();
        var elements = new JsonElements(json);
        while (elements.Next(out ReadOnlySpan<byte> feature))
        {
            features.Add(SessionJson.TextOf(feature));
        }

        return features;
    }
}
