namespace Parley;

/// <summary>The server can't be reached, or refused to open a WebSocket.</summary>
/// <param name="message">What was expected, what came, and what to do.</param>
/// <param name="statusCode">The HTTP status the server answered, or null if it did not answer.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class WebSocketHandshakeException(string message, int? statusCode = null, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>The HTTP status the server answered, or null if it did not answer.</summary>
    public int? StatusCode { get; } = statusCode;
}
