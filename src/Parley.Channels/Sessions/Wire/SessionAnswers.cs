namespace Parley.Channels;

/// <summary>
/// Writes what a server sends to one session: section 4 of the reference page. <c>reference</c> is the request's
/// <c>ref</c> as it was written, or empty.
/// </summary>
internal static class SessionAnswers
{
    public static SessionWriter Welcome(
        string client, string? user, SessionServerOptions options, int maxMessageSize, IEnumerable<string> features)
    {
        SessionWriter writer = SessionWriter.Take().Begin("welcome"u8)
            .Text("client"u8, client)
            .OptionalText("user"u8, user)
            .Seconds("heartbeat"u8, options.Heartbeat)
            .Seconds("resend"u8, options.ResendWindow)
            .Number("max_message"u8, maxMessageSize)
            .BeginArray("features"u8);
        foreach (string feature in features)
        {
            writer.Next().Text(feature);
        }

        return writer.EndArray().End();
    }

    public static SessionWriter Published(
        ReadOnlySpan<byte> reference, GroupName group, string id, long offset, bool isDuplicate)
    {
        SessionWriter writer = SessionWriter.Take().Begin("published"u8)
            .OptionalJson("ref"u8, reference)
            .Text("group"u8, group.Value)
            .Text("id"u8, id)
            .Number("offset"u8, offset);
        return isDuplicate ? writer.Boolean("duplicate"u8, isDuplicate).End() : writer.End();
    }

    public static SessionWriter History(ReadOnlySpan<byte> reference, GroupName group, HistoryPage page)
    {
        SessionWriter writer = SessionWriter.Take().Begin("history"u8)
            .OptionalJson("ref"u8, reference)
            .Text("group"u8, group.Value)
            .Number("from"u8, page.From)
            .Number("to"u8, page.To)
            .BeginArray("messages"u8);
        foreach (HistoryEntry entry in page.Entries)
        {
            if (entry.Publication.Kind == PublicationKind.Message)
            {
                var position = new StreamPosition(page.Head.Epoch, entry.Offset);
                writer.Next().BeginObject().Message(position, entry.Publication, entry.Publication.At).End();
            }
        }

        return writer.EndArray().Boolean("more"u8, page.HasMore).End();
    }

    public static SessionWriter Error(
        ReadOnlySpan<byte> reference, string code, string message, string? id = null, TimeSpan? retryAfter = null)
    {
        SessionWriter writer = SessionWriter.Take().Begin("error"u8)
            .OptionalJson("ref"u8, reference)
            .OptionalText("id"u8, id)
            .Text("code"u8, code)
            .Text("message"u8, message);
        return retryAfter is { } pause ? writer.Seconds("retry_after"u8, pause).End() : writer.End();
    }

    public static SessionWriter Drain(TimeSpan retryAfter) =>
        SessionWriter.Take().Begin("drain"u8).Seconds("retry_after"u8, retryAfter).End();

    public static SessionWriter Left(ReadOnlySpan<byte> reference, GroupName group) => SessionWriter.Take().Begin("left"u8)
        .OptionalJson("ref"u8, reference)
        .Text("group"u8, group.Value)
        .End();

    public static SessionWriter Authenticated(ReadOnlySpan<byte> reference, string? user) => SessionWriter.Take()
        .Begin("authenticated"u8)
        .OptionalJson("ref"u8, reference)
        .OptionalText("user"u8, user)
        .End();

    public static SessionWriter Pong(ReadOnlySpan<byte> reference) =>
        SessionWriter.Take().Begin("pong"u8).OptionalJson("ref"u8, reference).End();
}
