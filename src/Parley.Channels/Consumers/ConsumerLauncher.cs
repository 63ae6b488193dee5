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
}
