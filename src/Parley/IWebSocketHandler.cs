using Parley.Protocol;

namespace Parley;

/// <summary>
/// What happens on connections, with nothing in between: the fastest way, for those who need it. Every method runs on
/// the connection's loop, one at a time for each connection, and must not block: other connections wait meanwhile.
/// One handler may serve any number of connections.
/// </summary>
/// <remarks>A method that throws closes its connection with 1011; <see cref="OnClosed"/> still follows.</remarks>
public interface IWebSocketHandler
{
    /// <summary>The connection is open.</summary>
    /// <param name="connection">The connection.</param>
    void OnOpen(WebSocketConnection connection)
    {
    }

    /// <summary>A whole message came.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="type">Text, which is valid UTF-8, or binary.</param>
    /// <param name="payload">The bytes, valid during this call only.</param>
    void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload);

    /// <summary>
    /// A piece of a message that came in several, as its bytes come: with <see cref="MessageDelivery.Parts"/> only. Its
    /// end may be an empty piece. A message that came at once goes to <see cref="OnMessage"/> all the same.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="type">Of the message: text, which is checked, but may be cut within a character, or binary.</param>
    /// <param name="payload">The bytes, valid during this call only.</param>
    /// <param name="place">Whether the message ends with it.</param>
    void OnPart(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload, PartPlace place)
    {
    }

    /// <summary>What waited to be sent has been sent, after it had passed the outbound mark.</summary>
    /// <param name="connection">The connection.</param>
    void OnDrained(WebSocketConnection connection)
    {
    }

    /// <summary>
    /// The server is stopping. A handler that overrides this may still send, and has to close the connection itself, soon:
    /// the server waits little longer than for a close handshake. Closes with 1001 unless overridden.
    /// </summary>
    /// <param name="connection">The connection.</param>
    void OnStopping(WebSocketConnection connection) =>
        connection.Close(CloseCode.GoingAway, "the server is stopping");

    /// <summary>No more messages come. Called once for each connection that was opened.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="code">
    /// The peer's close code; if it sent none, <see cref="CloseCode.NoStatusReceived"/>; if it vanished,
    /// <see cref="CloseCode.AbnormalClosure"/>; if it broke the protocol, the code it was sent.
    /// </param>
    /// <param name="reason">The reason that goes with the code, or nothing.</param>
    void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
    }
}
