using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// A consumer whose methods may block: they run on the thread pool from the start, one at a time and in order for each
/// connection. Each holds a thread while it blocks, so that a <see cref="Consumer"/> serves more connections at a time.
/// </summary>
public abstract class BlockingConsumer : Consumer
{
    /// <inheritdoc/>
    protected internal sealed override ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        OnConnect(cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        OnReceive(message, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnGroupEventAsync(
        GroupEvent groupEvent, CancellationToken cancellationToken)
    {
        OnGroupEvent(groupEvent, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnDisconnectAsync(CloseCode code, string reason)
    {
        OnDisconnect(code, reason);
        return ValueTask.CompletedTask;
    }

    /// <summary>A client wants to connect. Accept it, or reject it, within the connect timeout; the base method accepts.</summary>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected virtual void OnConnect(CancellationToken cancellationToken) => Accept();

    /// <summary>A message came. The base method drops it.</summary>
    /// <param name="message">The message. Its bytes are valid until the method returns.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected virtual void OnReceive(Message message, CancellationToken cancellationToken)
    {
    }

    /// <summary>An event came for which there is no method with a <see cref="GroupEventAttribute"/>. The base method drops it.</summary>
    /// <param name="groupEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected virtual void OnGroupEvent(GroupEvent groupEvent, CancellationToken cancellationToken)
    {
    }

    /// <summary>The connection has ended: <see cref="Consumer.OnDisconnectAsync"/>.</summary>
    /// <param name="code">As <see cref="IWebSocketHandler.OnClosed"/> has it.</param>
    /// <param name="reason">The reason that goes with the code, or nothing.</param>
    protected virtual void OnDisconnect(CloseCode code, string reason)
    {
    }

    /// <inheritdoc cref="Consumer.AcceptAsync"/>
    protected void Accept(string? subprotocol = null) => Wait(AcceptAsync(subprotocol));

    /// <inheritdoc cref="Consumer.RejectAsync(int, string)"/>
    protected void Reject(int statusCode, string reason) => Wait(RejectAsync(statusCode, reason));

    /// <inheritdoc cref="Consumer.RejectAsync(CloseCode, string)"/>
    protected void Reject(CloseCode code, string reason = "") => Wait(RejectAsync(code, reason));

    /// <summary>Sends a message, and blocks while more than the outbound mark waits for the peer to read.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied before the method returns.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    protected void Send(MessageType type, ReadOnlyMemory<byte> payload) => Wait(SendAsync(type, payload));

    /// <summary>Sends a text message, and blocks while more than the outbound mark waits for the peer to read.</summary>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    protected void Send(string text) => Wait(SendAsync(text));

    /// <summary>Blocks until something has been done, such as <c>Wait(Groups.AddAsync(room))</c>.</summary>
    /// <param name="work">What is waited for.</param>
    protected static void Wait(ValueTask work) => work.AsTask().GetAwaiter().GetResult();

    /// <summary>Blocks until something has been done, and gives its result.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="work">What is waited for.</param>
    protected static T Wait<T>(ValueTask<T> work) => work.AsTask().GetAwaiter().GetResult();
}
