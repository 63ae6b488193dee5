using Parley.Protocol;

namespace Parley;

/// <summary>The server can't be reached, or refused to open a WebSocket.</summary>
/// <param name="message">What was expected, what came, and what to do.</param>
/// <param name="statusCode">The HTTP status that was answered, or null if there was none.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class WebSocketHandshakeException(string message, int? statusCode = null, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>The HTTP status that the server, or the proxy, answered; null without an answer.</summary>
    public int? StatusCode { get; } = statusCode;

    /// <summary>At which step it failed.</summary>
    public HandshakeFailure Failure { get; init; }

    /// <summary>The header fields of the answer, such as <c>Retry-After</c>; null without an answer.</summary>
    public HeaderFields? Fields { get; init; }

    /// <summary>The first of the answer's body, at most 4 KiB, read as UTF-8; nothing without one.</summary>
    public string Body { get; init; } = "";
}
