using System.Globalization;

namespace Parley.Channels;

/// <summary>Writes what a server tells of a group, mostly to many sessions at once: section 4 of the reference page.</summary>
internal static class SessionEvents
{
    private const int MaxIdLength = 64;

    public static SessionWriter Message(
        GroupName group, StreamPosition position, Publication publication, DateTimeOffset at) => SessionWriter.Take()
        .Begin("message"u8)
        .Text("group"u8, group.Value)
        .Message(position, publication, at)
        .End();

    /// <summary>The fields that a message has by itself and in a page of history.</summary>
    public static SessionWriter Message(
        this SessionWriter writer, StreamPosition position, Publication publication, DateTimeOffset at) => writer
        .Number("offset"u8, position.Offset)
        .Text("id"u8, publication.Origin.Id ?? IdOf(position))
        .OptionalText("client"u8, publication.Origin.Client)
        .OptionalText("user"u8, publication.Origin.User)
        .Time("at"u8, at)
        .Data(publication);

    public static SessionWriter Signal(GroupName group, Publication publication) => SessionWriter.Take()
        .Begin("signal"u8)
        .Text("group"u8, group.Value)
        .OptionalText("client"u8, publication.Origin.Client)
        .OptionalText("user"u8, publication.Origin.User)
        .Data(publication)
        .End();

    public static SessionWriter Gap(GroupName group, StreamGap gap)
    {
        SessionWriter writer = SessionWriter.Take().Begin("gap"u8)
            .Text("group"u8, group.Value)
            .Text("epoch"u8, gap.Epoch)
            .Number("from"u8, gap.From);
        return gap.To is { } to ? writer.Number("to"u8, to).End() : writer.Null("to"u8).End();
    }

    public static SessionWriter Deleted(GroupName group, long offset) => SessionWriter.Take()
        .Begin("deleted"u8)
        .Text("group"u8, group.Value)
        .Number("offset"u8, offset)
        .End();

    /// <summary>Begins <c>joined</c>; who is there may follow, and the end has to.</summary>
    public static SessionWriter BeginJoined(ReadOnlySpan<byte> reference, GroupName group, in JoinedState state) => SessionWriter.Take()
        .Begin("joined"u8)
        .OptionalJson("ref"u8, reference)
        .Text("group"u8, group.Value)
        .Text("epoch"u8, state.Head.Epoch)
        .Number("offset"u8, state.Head.Offset)
        .Boolean("recovered"u8, state.IsRecovered)
        .Boolean("recoverable"u8, state.IsRecoverable)
        .Number("version"u8, state.Members?.Version ?? 0);

    /// <summary>The members as a list, or how many there are if that would be too long.</summary>
    public static SessionWriter Members(this SessionWriter writer, MembersMode mode, PresenceSnapshot? members) => (mode, members) switch
    {
        (MembersMode.None, _) or (_, null) => writer,
        (MembersMode.List, { Members: { } list }) => writer.Members("members"u8, list),
        _ => writer.Number("count"u8, members.Count),
    };

    public static SessionWriter Presence(GroupName group, PresenceChange change) => SessionWriter.Take()
        .Begin("presence"u8)
        .Text("group"u8, group.Value)
        .Number("version"u8, change.Version)
        .Members("joined"u8, change.Joined)
        .Members("left"u8, change.Left, isShown: false)
        .End();

    public static SessionWriter PresenceCount(GroupName group, long version, int count) => SessionWriter.Take()
        .Begin("presence"u8)
        .Text("group"u8, group.Value)
        .Number("version"u8, version)
        .Number("count"u8, count)
        .End();

    private static SessionWriter Members(
        this SessionWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<PresenceMember> members, bool isShown = true)
    {
        writer.BeginArray(name);
        foreach (PresenceMember member in members)
        {
            writer.Next().BeginObject().Text("client"u8, member.Client).OptionalText("user"u8, member.User);
            (isShown ? writer.OptionalJson("show"u8, member.Show.Span) : writer).End();
        }

        return writer.EndArray();
    }

    // What has no id of its publisher's is named by its place, which is its own for ever.
    private static string IdOf(StreamPosition position)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{position.Epoch}-{position.Offset}");
        return id.Length <= MaxIdLength ? id : id[^MaxIdLength..];
    }
}
