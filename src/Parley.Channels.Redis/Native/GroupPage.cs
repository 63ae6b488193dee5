using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>A page of a group's stream, as the script reads it.</summary>
/// <param name="Head">Where the group stands.</param>
/// <param name="Page">The publications. Whoever has the page disposes it.</param>
/// <param name="Erased">The latest erasures: which one, and of which offset; the newest first.</param>
internal sealed record GroupPage(GroupHead Head, HistoryPage Page, IReadOnlyList<(long Number, long Offset)> Erased)
{
    private const int PartCount = 9;

    /// <summary>Takes the script's reply; null if nobody knows the group.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="isKept">Whether members that were left out are so no more.</param>
    /// <param name="onMalformed">Called for what is no publication, which is left out.</param>
    /// <exception cref="RedisProtocolException">It is no such reply.</exception>
    public static GroupPage? Read(in RespValue reply, bool isKept, Action onMalformed)
    {
        if (reply.IsNull)
        {
            return null;
        }

        ReadOnlySpan<RespValue> parts = reply.Items;
        if (parts.Length != PartCount)
        {
            throw new RedisProtocolException($"A page of history is expected to have {PartCount} parts; the server sent {reply}.");
        }

        var head = new StreamPosition(parts[0].Text, parts[1].Integer);
        var entries = new List<HistoryEntry>(parts[8].Items.Length);
        foreach (RespValue entry in parts[8].Items)
        {
            if (Envelope.Read(entry.Items[2].Bytes.Span, isKept) is not { } publication)
            {
                onMalformed();
                continue;
            }

            publication.Stamp(DateTimeOffset.FromUnixTimeMilliseconds(entry.Items[1].Integer));
            entries.Add(new HistoryEntry(entry.Items[0].Integer, publication));
        }

        if (parts[3].Integer < parts[4].Integer)
        {
            entries.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
        }

        var page = new HistoryPage(head, parts[3].Integer, parts[4].Integer, entries) { HasMore = parts[5].Integer != 0 };
        return new GroupPage(new GroupHead(head, parts[2].Integer, parts[6].Integer), page, ReadErased(parts[7].Text));
    }

    private static (long Number, long Offset)[] ReadErased(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        {
            int colon = pair.IndexOf(':', StringComparison.Ordinal);
            return (Number(pair.AsSpan(0, colon)), Number(pair.AsSpan(colon + 1)));
        }),
    ];

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
