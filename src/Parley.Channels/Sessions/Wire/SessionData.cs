using System.Text;
using System.Text.Json;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The same data for sessions, as JSON, and for raw members, as text or bytes (reference, section 13). JSON goes to
/// sessions as it was written.
/// </summary>
internal static class SessionData
{
    /// <summary>
    /// What a session publishes. A string that has no escapes is kept as its text, which is what raw members get; with
    /// escapes it could not be given back as it was written.
    /// </summary>
    public static Publication ToPublication(PublicationKind kind, SessionField data, PublicationOrigin origin)
    {
        bool isPlainText = data.IsString && !data.Raw.Contains((byte)'\\');
        return isPlainText
            ? Publication.Create(kind, DataForm.Text, data.Raw[1..^1], origin)
            : Publication.Create(kind, DataForm.Json, data.Raw, origin);
    }

    /// <summary>Writes a publication's data as a field.</summary>
    public static SessionWriter Data(this SessionWriter writer, Publication publication) => publication.Form switch
    {
        DataForm.Text => writer.Utf8Text("data"u8, publication.Data),
        DataForm.Bytes => writer.Name("data"u8).BeginObject().Base64("base64"u8, publication.Data).End(),
        _ => writer.Json("data"u8, publication.Data),
    };

    /// <summary>What raw members get. The caller releases it.</summary>
    public static PreparedMessage ToRaw(Publication publication)
    {
        PreparedMessage message = publication.Message;
        byte first = publication is { Form: DataForm.Json, Data: [byte start, ..] } ? start : default;
        return first switch
        {
            (byte)'"' when TryGetText(publication.Data) is { } text => PreparedMessage.Create(MessageType.Text, text),
            (byte)'{' when TryGetBytes(publication.Data) is { } bytes => PreparedMessage.Create(MessageType.Binary, bytes),
            _ => message.Retain(),
        };
    }

    private static byte[]? TryGetText(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            // Half a surrogate pair has no UTF-8: it goes as it was written.
            return null;
        }
    }

    // An object with the one field base64.
    private static byte[]? TryGetBytes(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            byte[]? bytes = null;
            bool isBytes = reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("base64"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out bytes)
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
            return isBytes ? bytes : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            return null;
        }
    }
}
