using System.Buffers;
using System.Globalization;
using System.Text;

namespace Parley.Protocol;

/// <summary>A plain HTTP answer, after which the connection is closed: a health check's, or a refusal's.</summary>
/// <param name="StatusCode">The status, such as 200.</param>
/// <param name="Body">The body, sent as UTF-8.</param>
public sealed record HttpReply(int StatusCode, string Body)
{
    /// <summary>The body's media type. Plain text unless set.</summary>
    public string ContentType { get; init; } = "text/plain; charset=utf-8";

    /// <summary>The body as bytes, instead of <see cref="Body"/>; null unless set.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>An answer in plain text, with a 200.</summary>
    /// <param name="text">The text.</param>
    public static HttpReply Text(string text) => new(200, text);

    /// <summary>A page, with a 200.</summary>
    /// <param name="html">The page.</param>
    public static HttpReply Html(string html) => new(200, html) { ContentType = "text/html; charset=utf-8" };

    /// <summary>An answer in JSON, with a 200.</summary>
    /// <param name="json">The JSON.</param>
    public static HttpReply Json(string json) => new(200, json) { ContentType = "application/json" };

    /// <summary>The answer that tells a client why its handshake was refused.</summary>
    /// <param name="error">What was wrong.</param>
    public static HttpReply From(HandshakeError error) =>
        new(error.StatusCode, error.Reason + "\n") { Fields = error.Fields };

    /// <summary>Writes the whole answer.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="method">The request's method: the answer to a HEAD has no body.</param>
    public void Write(IBufferWriter<byte> output, string method)
    {
        ReadOnlySpan<byte> body = Content is { } content ? content.Span : Encoding.UTF8.GetBytes(Body);
        HeadWriter.WriteStatusLine(output, StatusCode);
        HeadWriter.WriteField(output, "Content-Type", ContentType);
        HeadWriter.WriteField(output, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        HeadWriter.WriteField(output, "Connection", "close");
        foreach ((string name, string value) in Fields)
        {
            HeadWriter.WriteField(output, name, value);
        }

        HeadWriter.WriteEnd(output);
        if (method != "HEAD")
        {
            output.Write(body);
        }
    }
}
