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
}
