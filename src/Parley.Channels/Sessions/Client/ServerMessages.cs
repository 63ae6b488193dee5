using System.Text.Json;

namespace Parley.Channels;

/// <summary>Reads what a server says of a session. Whatever breaks the format throws a <see cref="JsonException"/>.</summary>
internal static class ServerMessages
{
    public static SessionWelcome Welcome(ReadOnlySpan<byte> json)
    {
        string? client = null;
        string? user = null;
        TimeSpan? heartbeat = null;
        TimeSpan? resend = null;
        long? maxMessage = null;
        IReadOnlyList<string> features = [];
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("client"u8))
            {
                client = fields.Text();
            }
            else if (fields.Is("user"u8))
            {
                user = fields.Text();
            }
            else if (fields.Is("heartbeat"u8))
            {
                heartbeat = fields.Seconds();
            }
            else if (fields.Is("resend"u8))
            {
                resend = fields.Seconds();
            }
            else if (fields.Is("max_message"u8))
            {
                maxMessage = fields.Integer();
            }
            else if (fields.Is("features"u8))
            {
                features = Features(fields.Raw());
            }
        }

        return new SessionWelcome
        {
            Client = client ?? throw Missing("client"),
            User = user,
            Heartbeat = heartbeat is { Ticks: > 0 } time ? time : throw Missing("heartbeat"),
            Resend = resend ?? throw Missing("resend"),
            MaxMessage = maxMessage ?? throw Missing("max_message"),
            Features = features,
        };
    }

    public static SessionPublished Published(string id, ReadOnlySpan<byte> json)
    {
        long? offset = null;
        bool isDuplicate = false;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("offset"u8))
            {
                offset = fields.Integer();
            }
            else if (fields.Is("duplicate"u8))
            {
                isDuplicate = fields.Boolean();
            }
        }

        return new SessionPublished(id, offset ?? throw Missing("offset"), isDuplicate);
    }

    public static SessionException Error(string? id, ReadOnlySpan<byte> json)
    {
        string? code = null;
        string? message = null;
        TimeSpan? retryAfter = null;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("code"u8))
            {
                code = fields.Text();
            }
            else if (fields.Is("message"u8))
            {
                message = fields.Text();
            }
            else if (fields.Is("retry_after"u8))
            {
                retryAfter = fields.Seconds();
            }
        }

        code ??= "internal";
        return new SessionException(code, message ?? code) { Id = id, RetryAfter = retryAfter };
    }

    public static SessionHistoryPage History(string epoch, ReadOnlySpan<byte> json)
    {
        long from = 1;
        long to = 0;
        bool hasMore = false;
        var messages = new List<SessionPublication>();
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("from"u8))
            {
                from = fields.Integer();
            }
            else if (fields.Is("to"u8))
            {
                to = fields.Integer();
            }
            else if (fields.Is("more"u8))
            {
                hasMore = fields.Boolean();
            }
            else if (fields.Is("messages"u8))
            {
                messages.Clear();
                var elements = new JsonElements(fields.Raw());
                while (elements.Next(out ReadOnlySpan<byte> message))
                {
                    messages.Add(GroupMessages.Message(epoch, message));
                }
            }
        }

        return new SessionHistoryPage(from, to, messages, hasMore);
    }

    /// <summary>After what time a server that goes away may be asked again.</summary>
    public static TimeSpan Drain(ReadOnlySpan<byte> json)
    {
        TimeSpan? retryAfter = null;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("retry_after"u8))
            {
                retryAfter = fields.Seconds();
            }
        }

        return retryAfter ?? TimeSpan.Zero;
    }

    public static JsonException Missing(string field) => new($"{field} is missing.");

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
