using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// One connection's code: it connects, receives and disconnects, one event at a time and in order. Each method starts
/// on the connection's loop, so what it does before it first waits must not block; after a wait it goes on on the
/// thread pool, and the connection's next events wait meanwhile, within bounds. Other connections never notice.
/// </summary>
public abstract class Consumer
{
    private ConsumerHost? _host;

    /// <summary>What the connection was opened with.</summary>
    protected Scope Scope => Host.Scope;

    /// <summary>The groups: join, leave, send.</summary>
    protected ConsumerGroups Groups => Host.Groups;

    /// <summary>Sends to one connection by its name: <see cref="ChannelName"/>.</summary>
    protected ChannelSender Channels => Host.Layer.Channels;

    /// <summary>
    /// The name by which this connection is reached from any node: <see cref="ChannelSender"/>. It is made when it is first
    /// asked for, and reaches nobody any more once the connection has ended.
    /// </summary>
    protected ChannelName ChannelName => Host.Groups.Channel;

    /// <summary>The subprotocol agreed on, or null.</summary>
    protected string? Subprotocol => Host.Connection.Subprotocol;

    /// <summary>Who is at the other end, and until when that holds; a consumer that has checked a fresh token renews it.</summary>
    protected ConnectionAuthentication Authentication => Host.Connection.Authentication;

    private protected ConsumerHost Host => _host
        ?? throw new InvalidOperationException("A consumer has no connection in its constructor, only from OnConnectAsync on.");

    internal void Attach(ConsumerHost host) => _host = host;

    internal ValueTask TellAsync(GroupEvent groupEvent, CancellationToken cancellationToken) =>
        DispatchGroupEventAsync(groupEvent, cancellationToken);

    /// <summary>
    /// A client wants to connect. Accept it, or reject it, within the connect timeout; the base method accepts.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected internal virtual ValueTask OnConnectAsync(CancellationToken cancellationToken) => AcceptAsync();

    /// <summary>A message came. The base method drops it.</summary>
    /// <param name="message">The message. Its bytes are valid until the returned task has completed.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected internal virtual ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>
    /// An event was sent to a group that the consumer is a member of, or to its channel, and no method is there for it.
    /// The base method drops it.
    /// </summary>
    /// <param name="groupEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected internal virtual ValueTask OnGroupEventAsync(GroupEvent groupEvent, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>
    /// Leads an event to the method that has a <see cref="GroupEventAttribute"/> for it, and any other to
    /// <see cref="OnGroupEventAsync"/>. Overridden by generated code.
    /// </summary>
    /// <param name="groupEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected virtual ValueTask DispatchGroupEventAsync(GroupEvent groupEvent, CancellationToken cancellationToken) =>
        OnGroupEventAsync(groupEvent, cancellationToken);

    /// <summary>
    /// The connection has ended, or never opened. Called once, last, whatever happened before: an exception in another
    /// method, a lost peer, a rejected handshake. The consumer has left its groups by then.
    /// </summary>
    /// <param name="code">As <see cref="IWebSocketHandler.OnClosed"/> has it.</param>
    /// <param name="reason">The reason that goes with the code, or nothing.</param>
    protected internal virtual ValueTask OnDisconnectAsync(CloseCode code, string reason) => ValueTask.CompletedTask;

    /// <summary>Opens the connection. Nothing happens if the client has gone meanwhile.</summary>
    /// <param name="subprotocol">One of <see cref="Scope.Subprotocols"/>, or null.</param>
    /// <exception cref="InvalidOperationException">It was accepted or rejected before.</exception>
    /// <exception cref="ArgumentException">The client did not offer the subprotocol.</exception>
    protected ValueTask AcceptAsync(string? subprotocol = null) => Host.AcceptAsync(subprotocol);

    /// <summary>Refuses the connection with a plain HTTP answer.</summary>
    /// <param name="statusCode">The status, such as 403.</param>
    /// <param name="reason">A sentence for the client.</param>
    /// <exception cref="InvalidOperationException">It was accepted or rejected before.</exception>
    protected ValueTask RejectAsync(int statusCode, string reason) => Host.RejectAsync(statusCode, reason);

    /// <summary>
    /// Refuses the connection with a close code, which a browser lets its page see: opens it and closes it at once. The
    /// consumer has left its groups by then. If the client offered subprotocols, the first that is no token is answered.
    /// </summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <exception cref="InvalidOperationException">It was accepted or rejected before.</exception>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    protected ValueTask RejectAsync(CloseCode code, string reason = "") => Host.RejectAsync(code, reason);

    /// <inheritdoc cref="WebSocketConnection.SendAsync(MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>
    protected ValueTask SendAsync(
        MessageType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        Host.Connection.SendAsync(type, payload, cancellationToken);

    /// <inheritdoc cref="WebSocketConnection.SendAsync(string, CancellationToken)"/>
    protected ValueTask SendAsync(string text, CancellationToken cancellationToken = default) =>
        Host.Connection.SendAsync(text, cancellationToken);

    /// <inheritdoc cref="WebSocketConnection.Close"/>
    protected void Close(CloseCode code = CloseCode.NormalClosure, string reason = "") =>
        Host.Connection.Close(code, reason);
}
