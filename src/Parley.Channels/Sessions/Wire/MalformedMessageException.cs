namespace Parley.Channels;

/// <summary>A session's message that breaks the rules of the subprotocol.</summary>
/// <param name="code">One of <see cref="SessionErrorCode"/>.</param>
/// <param name="message">What was expected, what came.</param>
internal sealed class MalformedMessageException(string code, string message) : Exception(message)
{
    public string Code => code;
}
