using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatWithHistory;

/// <summary>What a page sends: <c>{"uid": "...", "message": "..."}</c>.</summary>
internal sealed record ChatMessage(string Uid, string Message)
{
    // Missing fields, other types than texts, and null are no messages.
    private static readonly JsonSerializerOptions _strict =
        new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    // Escapes what means something in HTML, in an element or an attribute, and leaves every language readable.
    private static readonly HtmlEncoder _html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Reads a message; null if it is none.</summary>
    public static ChatMessage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ChatMessage>(json, _strict) is { Message.Length: > 0, Uid.Length: <= 100 } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What every page puts at the end of its container as it is.</summary>
    public string ToHtml() =>
        $"""<div class="message"><b>游客 {_html.Encode(Uid)}</b><div>{_html.Encode(Message)}</div></div>""";
}
