using Microsoft.Extensions.Logging;

namespace Parley.AspNetCore;

/// <summary>What the engine logs as Kestrel's transport.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(221, LogLevel.Debug, "Connection {Connection} was lost: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, string connection, string reason);

    [LoggerMessage(222, LogLevel.Error, "What was to be told that connection {Connection} has closed failed")]
    public static partial void ClosedCallbackFault(ILogger logger, string connection, Exception exception);
}
