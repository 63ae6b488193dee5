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

    [LoggerMessage(411, LogLevel.Warning, "Redis can't be reached: publications wait, and are told later")]
    public static partial void LayerDisconnected(ILogger logger);

    [LoggerMessage(412, LogLevel.Information, "Redis can be reached")]
    public static partial void LayerConnected(ILogger logger);

    [LoggerMessage(413, LogLevel.Warning, "{Count} publications to {Group} are sent again: {Reason}")]
    public static partial void PublishingAgain(ILogger logger, string group, int count, string reason);

    [LoggerMessage(414, LogLevel.Warning, "The stream of {Group} could not be read; it is tried again. {Reason}")]
    public static partial void StreamNotRead(ILogger logger, string group, string reason);

    [LoggerMessage(415, LogLevel.Warning, "{Group} was not told of the publications from {From} to {To}, which Redis does not have any more")]
    public static partial void Gap(ILogger logger, string group, long from, long? to);

    [LoggerMessage(416, LogLevel.Warning, "{Group} begins the epoch {Epoch} behind {Offset}: Redis has started again, or lost what it had")]
    public static partial void NewEpoch(ILogger logger, string group, string epoch, long offset);

    [LoggerMessage(417, LogLevel.Error, "Redis has lost publications of {Group} and was declared never to: {Told} had been told, it stands at {Offset}")]
    public static partial void WentBack(ILogger logger, string group, long told, long offset);

    [LoggerMessage(418, LogLevel.Warning, "A message for {Target} is not in the layer's form; it is left out")]
    public static partial void MalformedMessage(ILogger logger, string target);

    [LoggerMessage(419, LogLevel.Warning, "Some groups could not be asked where they stand: {Reason}")]
    public static partial void HeadsNotRead(ILogger logger, string reason);

    [LoggerMessage(421, LogLevel.Warning, "An event for {Target} can't be read, and is left out: {Reason}")]
    public static partial void MalformedEvent(ILogger logger, string target, string reason);

    [LoggerMessage(422, LogLevel.Warning, "A message to {Group} was dropped for {Count} processes: as much waits for them as may")]
    public static partial void OverCapacity(ILogger logger, string group, long count);

    [LoggerMessage(423, LogLevel.Warning, "What waits for this process could not be taken; it is tried again. {Reason}")]
    public static partial void NotReceived(ILogger logger, string reason);

    [LoggerMessage(425, LogLevel.Warning, "A publication may be under way for {Longest:0} s, and its id is remembered for {Window:0} s: what is sent again may come twice. Raise ResendWindow, or lower PublishTimeout or CommandTimeout")]
    public static partial void ResendWindowTooShort(ILogger logger, double longest, double window);

    [LoggerMessage(424, LogLevel.Warning, "This process could not be added to its groups again, or taken out: {Reason}")]
    public static partial void GroupsNotRefreshed(ILogger logger, string reason);
}
