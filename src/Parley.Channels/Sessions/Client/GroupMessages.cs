namespace Parley.Channels;

/// <summary>Reads what a server tells a session of a group.</summary>
internal static class GroupMessages
{
    public static SessionPublication Message(string epoch, in ServerFields fields) => new()
    {
        Position = new StreamPosition(epoch, fields.Integer(ServerField.Offset)),
        Id = fields.Text(ServerField.Id),
        Client = fields.OptionalText(ServerField.Client),
        User = fields.OptionalText(ServerField.User),
        At = fields.Time(ServerField.At),
        Data = fields.Copy(ServerField.Data),
    };

    public static SessionJoined Joined(in ServerFields fields)
    {
        List<PresenceMember>? members = OptionalMembers(fields, ServerField.Members);
        return new SessionJoined
        {
            Head = new StreamPosition(fields.Text(ServerField.Epoch), fields.Integer(ServerField.Offset)),
            IsRecovered = fields.Boolean(ServerField.Recovered),
            IsRecoverable = fields.Boolean(ServerField.Recoverable),
            Presence = new PresenceSnapshot(
                fields.OptionalInteger(ServerField.Version) ?? 0,
                (int)(fields.OptionalInteger(ServerField.Count) ?? members?.Count ?? 0),
                members),
        };
    }

    public static StreamGap Gap(in ServerFields fields) => new(
        fields.Text(ServerField.Epoch), fields.Integer(ServerField.From), fields.OptionalInteger(ServerField.To));

    /// <summary>What has changed among the members. The count is -1 where lists are told.</summary>
    public static PresenceChange Presence(in ServerFields fields) => new(
        fields.Integer(ServerField.Version),
        (int)(fields.OptionalInteger(ServerField.Count) ?? -1),
        OptionalMembers(fields, ServerField.Left) ?? [],
        OptionalMembers(fields, ServerField.Joined) ?? []);

    public static SessionSignal Signal(in ServerFields fields) => new()
    {
        Client = fields.Text(ServerField.Client),
        User = fields.OptionalText(ServerField.User),
        Data = fields.Copy(ServerField.Data),
    };

    public static SessionDeleted Deleted(in ServerFields fields) => new() { Offset = fields.Integer(ServerField.Offset) };

    private static List<PresenceMember>? OptionalMembers(in ServerFields fields, ServerField field)
    {
        ReadOnlySpan<byte> raw = fields.Raw(field);
        if (raw.IsEmpty)
        {
            return null;
        }

        var members = new List<PresenceMember>();
        var elements = new JsonElements(raw);
        while (elements.Next(out ReadOnlySpan<byte> element))
        {
            members.Add(Member(new ServerFields(element)));
        }

        return members;
    }

    private static PresenceMember Member(in ServerFields fields) => new(
        fields.Text(ServerField.Client), fields.OptionalText(ServerField.User), fields.Raw(ServerField.Show).ToArray());
}
