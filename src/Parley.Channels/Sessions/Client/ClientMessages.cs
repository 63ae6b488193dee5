using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Channels;

/// <summary>Writes what a session says to its server.</summary>
internal static class ClientMessages
{
    // This goes over a socket, not into a page.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Ping { get; } = "{\"op\":\"ping\"}"u8.ToArray();

    public static byte[] Join(string reference, string group, StreamPosition? after, SessionJoinOptions options) =>
        Write("join", reference, group, writer =>
        {
            if (after is { } position)
            {
                if (position.Epoch is { } epoch)
                {
                    writer.WriteString("epoch"u8, epoch);
                }

                writer.WriteNumber("after"u8, position.Offset);
            }

            if (!options.Show.IsEmpty)
            {
                writer.WritePropertyName("show"u8);
                writer.WriteRawValue(options.Show.Span, skipInputValidation: true);
            }

            if (options.Members != SessionMembers.List)
            {
                writer.WriteString("members"u8, options.Members == SessionMembers.Count ? "count"u8 : "none"u8);
            }
        });

    public static byte[] Leave(string reference, string group) => Write("leave", reference, group, static _ => { });

    public static byte[] Publish(string group, string id, ReadOnlyMemory<byte> data) => Write("publish", null, group, writer =>
    {
        writer.WriteString("id"u8, id);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data.Span, skipInputValidation: true);
    });

    public static byte[] Signal(string group, ReadOnlyMemory<byte> data) => Write("signal", null, group, writer =>
    {
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data.Span, skipInputValidation: true);
    });

    public static byte[] History(string reference, string group, HistoryQuery query) =>
        Write("history", reference, group, writer =>
        {
            writer.WriteNumber(
                query.Direction == HistoryDirection.Forward ? "after"u8 : "before"u8,
                Math.Min(query.Offset, SessionJson.MaxOffset));
            writer.WriteNumber("limit"u8, query.Limit);
        });

    public static byte[] Auth(string reference, string token) =>
        Write("auth", reference, null, writer => writer.WriteString("token"u8, token));

    private static byte[] Write(string op, string? reference, string? group, Action<Utf8JsonWriter> writeFields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            writer.WriteStartObject();
            writer.WriteString("op"u8, op);
            WriteOptional(writer, "ref"u8, reference);
            WriteOptional(writer, "group"u8, group);
            writeFields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
