using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Information, "Connected to Redis {Version} at {Endpoint}, RESP{Protocol}")]
    public static partial void Connected(ILogger logger, RedisEndpoint endpoint, Version version, int protocol);

    [LoggerMessage(402, LogLevel.Warning, "No connection to Redis at {Endpoint}; the next try is in {Wait}. {Reason}")]
    public static partial void Reconnecting(ILogger logger, RedisEndpoint endpoint, TimeSpan wait, string reason);

    [LoggerMessage(403, LogLevel.Error, "A subscriber of {Channel} failed")]
    public static partial void SubscriberFailed(ILogger logger, Exception exception, string channel);

    [LoggerMessage(404, LogLevel.Warning, "The subscription to {Channel} could not be renewed: {Reason}")]
    public static partial void NotResubscribed(ILogger logger, string channel, string reason);

    [LoggerMessage(405, LogLevel.Error, "Who is told of the connection to Redis failed")]
    public static partial void ObserverFailed(ILogger logger, Exception exception);

    [LoggerMessage(406, LogLevel.Information, "Redis Cluster of {Nodes} masters, for {Slots} of 16384 slots")]
    public static partial void ClusterMap(ILogger logger, int nodes, int slots);

    [LoggerMessage(407, LogLevel.Warning, "The map of the Redis Cluster could not be read: {Reason}")]
    public static partial void NoClusterMap(ILogger logger, string reason);
}
