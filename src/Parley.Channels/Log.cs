using Microsoft.Extensions.Logging;

namespace Parley.Channels;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Error, "{Consumer} threw an exception during {Event}; {Peer} is closed with 1011")]
    public static partial void ConsumerFault(
        ILogger logger, string consumer, ConsumerEventKind @event, object? peer, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "{Consumer} of {Peer} fell behind its group's events; closed with 1013")]
    public static partial void ConsumerTooSlow(ILogger logger, string consumer, object? peer);

    [LoggerMessage(104, LogLevel.Error, "No consumer could be made for {Path} of {Peer}; it is a 500")]
    public static partial void LaunchFault(ILogger logger, string path, object? peer, Exception exception);

    [LoggerMessage(103, LogLevel.Error, "Leaving the groups of a connection that ended failed")]
    public static partial void LeavingFault(ILogger logger, Exception exception);

    [LoggerMessage(104, LogLevel.Error, "A request of the session of {Peer} met an exception")]
    public static partial void SessionFault(ILogger logger, object? peer, Exception exception);

    [LoggerMessage(105, LogLevel.Warning, "The history of {Group} can't be read for {Peer}; closed with 1013")]
    public static partial void SessionRecoveryFault(ILogger logger, string group, object? peer, Exception exception);

    [LoggerMessage(106, LogLevel.Information, "The session of {Peer} sent too many malformed messages; closed with 1008")]
    public static partial void SessionMalformed(ILogger logger, object? peer);

    [LoggerMessage(107, LogLevel.Debug, "The session of {Peer} has sent nothing for too long; dropped")]
    public static partial void SessionSilent(ILogger logger, object? peer);

    [LoggerMessage(108, LogLevel.Error, "The session of {Peer} can't be opened")]
    public static partial void SessionOpeningFault(ILogger logger, object? peer, Exception exception);

    [LoggerMessage(141, LogLevel.Warning, "Presence could not reach its store; it is tried again")]
    public static partial void PresenceFault(ILogger logger, Exception exception);
}
