using Microsoft.Extensions.Logging;

namespace Parley.Channels;

/// <summary>For hosts that route requests themselves: runs a consumer for a request.</summary>
public static class ConsumerLauncher
{
    /// <summary>Begins a consumer's life. On the connection's loop.</summary>
    /// <param name="consumer">A new consumer.</param>
    /// <param name="request">The request that it accepts or rejects.</param>
    /// <param name="route">The values of the route's parameters, decoded.</param>
    /// <param name="groups">The groups that it joins.</param>
    /// <param name="logger">Where its faults are logged.</param>
    /// <returns>
    /// A task that completes when the consumer has had its last event: what it was given can be disposed then. It never
    /// fails.
    /// </returns>
    public static Task Launch(
        Consumer consumer,
        UpgradeRequest request,
        IReadOnlyDictionary<string, string> route,
        Groups groups,
        ILogger logger) => ConsumerHost.Start(consumer, request, route, groups, logger).Completion();

    /// <summary>Accepts a request and runs a delegate for its connection. On the connection's loop.</summary>
    /// <param name="handler">
    /// The delegate: the connection, what it was opened with, and a token that is cancelled when it has closed.
    /// </param>
    /// <param name="request">The request.</param>
    /// <param name="route">The values of the route's parameters, decoded.</param>
    /// <param name="subprotocol">One of the subprotocols that the client offered, or null.</param>
    /// <returns>A task that completes when the request has been answered.</returns>
    public static Task Launch(
        Func<WebSocketConnection, Scope, CancellationToken, Task> handler,
        UpgradeRequest request,
        IReadOnlyDictionary<string, string> route,
        string? subprotocol)
    {
        var scope = new Scope(request, route);
        return request.AcceptAsync(scope.Run(handler), subprotocol).AsTask();
    }
}
