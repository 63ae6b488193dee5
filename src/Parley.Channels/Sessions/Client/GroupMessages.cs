namespace Parley.Channels;

/// <summary>Reads what a server tells a session of a group.</summary>
internal static class GroupMessages
{
    public static SessionPublication Message(string epoch, ReadOnlySpan<byte> json)
    {
        long? offset = null;
        string? id = null;
        string? client = null;
        string? user = null;
        DateTimeOffset at = default;
        ReadOnlySpan<byte> data = default;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("data"u8))
            {
                data = fields.Raw();
            }
            else if (fields.Is("offset"u8))
            {
                offset = fields.Integer();
            }
            else if (fields.Is("id"u8))
            {
                id = fields.Text();
            }
            else if (fields.Is("client"u8))
            {
                client = fields.Text();
            }
            else if (fields.Is("user"u8))
            {
                user = fields.Text();
            }
            else if (fields.Is("at"u8))
            {
                at = fields.Time();
            }
        }

        return new SessionPublication
        {
            Position = new StreamPosition(epoch, offset ?? throw ServerMessages.Missing("offset")),
            Id = id ?? throw ServerMessages.Missing("id"),
            Client = client,
            User = user,
            At = at,
            Data = data.IsEmpty ? throw ServerMessages.Missing("data") : data.ToArray(),
        };
    }

    public static SessionJoined Joined(ReadOnlySpan<byte> json)
    {
        string? epoch = null;
        long? offset = null;
        long version = 0;
        long? count = null;
        bool isRecovered = false;
        bool isRecoverable = false;
        List<PresenceMember>? members = null;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("epoch"u8))
            {
                epoch = fields.Text();
            }
            else if (fields.Is("offset"u8))
            {
                offset = fields.Integer();
            }
            else if (fields.Is("recovered"u8))
            {
                isRecovered = fields.Boolean();
            }
            else if (fields.Is("recoverable"u8))
            {
                isRecoverable = fields.Boolean();
            }
            else if (fields.Is("version"u8))
            {
                version = fields.OptionalInteger() ?? 0;
            }
            else if (fields.Is("count"u8))
            {
                count = fields.OptionalInteger();
            }
            else if (fields.Is("members"u8))
            {
                members = Members(fields.Raw());
            }
        }

        return new SessionJoined
        {
            Head = new StreamPosition(
                epoch ?? throw ServerMessages.Missing("epoch"), offset ?? throw ServerMessages.Missing("offset")),
            IsRecovered = isRecovered,
            IsRecoverable = isRecoverable,
            Presence = new PresenceSnapshot(version, (int)(count ?? members?.Count ?? 0), members),
        };
    }

    public static StreamGap Gap(ReadOnlySpan<byte> json)
    {
        string? epoch = null;
        long? from = null;
        long? to = null;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("epoch"u8))
            {
                epoch = fields.Text();
            }
            else if (fields.Is("from"u8))
            {
                from = fields.Integer();
            }
            else if (fields.Is("to"u8))
            {
                to = fields.OptionalInteger();
            }
        }

        return new StreamGap(
            epoch ?? throw ServerMessages.Missing("epoch"), from ?? throw ServerMessages.Missing("from"), to);
    }

    /// <summary>What has changed among the members. The count is -1 where lists are told.</summary>
    public static PresenceChange Presence(ReadOnlySpan<byte> json)
    {
        long? version = null;
        long? count = null;
        List<PresenceMember> joined = [];
        List<PresenceMember> left = [];
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("version"u8))
            {
                version = fields.Integer();
            }
            else if (fields.Is("count"u8))
            {
                count = fields.OptionalInteger();
            }
            else if (fields.Is("joined"u8))
            {
                joined = Members(fields.Raw());
            }
            else if (fields.Is("left"u8))
            {
                left = Members(fields.Raw());
            }
        }

        return new PresenceChange(version ?? throw ServerMessages.Missing("version"), (int)(count ?? -1), left, joined);
    }

    public static SessionSignal Signal(ReadOnlySpan<byte> json)
    {
        string? client = null;
        string? user = null;
        ReadOnlySpan<byte> data = default;
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
            else if (fields.Is("data"u8))
            {
                data = fields.Raw();
            }
        }

        return new SessionSignal
        {
            Client = client ?? throw ServerMessages.Missing("client"),
            User = user,
            Data = data.IsEmpty ? throw ServerMessages.Missing("data") : data.ToArray(),
        };
    }

    public static SessionDeleted Deleted(ReadOnlySpan<byte> json)
    {
        long? offset = null;
        var fields = new JsonFields(json);
        while (fields.Next())
        {
            if (fields.Is("offset"u8))
            {
                offset = fields.Integer();
            }
        }

        return new SessionDeleted { Offset = offset ?? throw ServerMessages.Missing("offset") };
    }

    private static List<PresenceMember> Members(ReadOnlySpan<byte> json)
    {
        var members = new List<PresenceMember>();
        var elements = new JsonElements(json);
        while (elements.Next(out ReadOnlySpan<byte> member))
        {
            members.Add(Member(member));
        }

        return members;
    }

    private static PresenceMember Member(ReadOnlySpan<byte> json)
    {
        string? client = null;
        string? user = null;
        byte[] show = [];
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
            else if (fields.Is("show"u8))
            {
                show = fields.Raw().ToArray();
            }
        }

        return new PresenceMember(client ?? throw ServerMessages.Missing("client"), user, show);
    }
}
