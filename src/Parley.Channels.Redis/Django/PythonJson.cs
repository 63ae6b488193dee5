using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Parley.Channels.Redis;

/// <summary>JSON as Python's <c>json.dumps</c> writes it unless told otherwise: ASCII only, a space after commas and colons.</summary>
internal static class PythonJson
{
    private const int MaxDepth = 64;

    /// <exception cref="DjangoFormatException">It has bytes, which JSON has not.</exception>
    public static byte[] Write(DjangoValue value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <exception cref="DjangoFormatException">It is no JSON, or deeper than 64.</exception>
    public static DjangoValue Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new DjangoFormatException($"A message is no JSON. {exception.Message}");
        }
    }

    private static void Write(DjangoValue value, StringBuilder text)
    {
        switch (value.Kind)
        {
            case DjangoValueKind.None: text.Append("null"); break;
            case DjangoValueKind.Boolean: text.Append(value.Boolean ? "true" : "false"); break;
            case DjangoValueKind.Integer: text.Append(value.Integer.ToString(CultureInfo.InvariantCulture)); break;
            case DjangoValueKind.Float: text.Append(Number(value.Float)); break;
            case DjangoValueKind.Text: WriteText(value.Text, text); break;
            case DjangoValueKind.List: WriteList(value, text); break;
            case DjangoValueKind.Dictionary: WriteDictionary(value, text); break;
            default:
                throw new DjangoFormatException(
                    "JSON has no bytes: send text, or let Django and this server use MessagePack.");
        }
    }

    private static void WriteList(DjangoValue value, StringBuilder text)
    {
        text.Append('[');
        for (int index = 0; index < value.Items.Count; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            Write(value.Items[index], text);
        }

        text.Append(']');
    }

    private static void WriteDictionary(DjangoValue value, StringBuilder text)
    {
        text.Append('{');
        for (int index = 0; index < value.Entries.Count; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            Write(value.Entries[index].Key, text);
            text.Append(": ");
            Write(value.Entries[index].Value, text);
        }

        text.Append('}');
    }

    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (char character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                >= ' ' and <= '~' => text.Append(character),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            };
        }

        text.Append('"');
    }

    private static string Number(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : PythonFloat.Repr(value);

    private static DjangoValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => ReadNumber(element.GetRawText()),
        JsonValueKind.Array => DjangoValue.List([.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => DjangoValue.Dictionary(
            [.. element.EnumerateObject().Select(static item => KeyValuePair.Create((DjangoValue)item.Name, Read(item.Value)))]),
        _ => DjangoValue.None,
    };

    private static DjangoValue ReadNumber(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 integer)
            ? integer
            : double.Parse(text, CultureInfo.InvariantCulture);
}
