using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Cli.Connect;

/// <summary>Messages as text for people, harmless on a terminal.</summary>
internal static class MessageText
{
    // Nobody reads more on a terminal, and it would take long to write.
    private const int MostShown = 10_000;

    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All of a message, on one line: text as it is, bytes as the command that would send them.</summary>
    public static string Whole(in Message message) =>
        message.IsText ? VisibleText.Line(message.GetText()) : $"/binary {Convert.ToHexStringLower(message.Data.Span)}";

    /// <summary>As much of a message as somebody may want to see.</summary>
    public static string Shortened(in Message message)
    {
        if (!message.IsText)
        {
            ReadOnlySpan<byte> start = message.Data.Span[..Math.Min(message.Data.Length, MostShown / 2)];
            return $"{Bytes(message.Data.Length)}: {Cut(Convert.ToHexStringLower(start), message.Data.Length * 2L)}";
        }

        return Shortened(message.GetText());
    }

    /// <summary>As much of a text as somebody may want to see, on one line.</summary>
    public static string Shortened(string text) =>
        Cut(VisibleText.Line(text.Length > MostShown ? text[..MostShown] : text), text.Length);

    /// <summary>JSON over several lines; null if it is none.</summary>
    public static string? Pretty(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            var output = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(output, _indented))
            {
                document.WriteTo(writer);
            }

            // What follows the value would go unseen.
            return reader.BytesConsumed == json.TrimEnd(" \t\r\n"u8).Length
                ? VisibleText.Lines(Encoding.UTF8.GetString(output.WrittenSpan))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Bytes(int count) => count == 1 ? "1 byte" : $"{count:N0} bytes";

    private static string Cut(string shown, long length) =>
        length > MostShown ? $"{shown}… ({length:N0} characters in all)" : shown;
}
