using Microsoft.Extensions.Logging;

namespace Parley.Channels;

/// <summary>Everything that a client of sessions logs.</summary>
internal static partial class SessionClientLog
{
    [LoggerMessage(151, LogLevel.Information, "The connection to {Uri} is lost ({Code}: {Reason}); the next attempt is in {RetryIn}")]
    public static partial void Lost(ILogger logger, Uri uri, int code, string reason, TimeSpan retryIn);

    [LoggerMessage(152, LogLevel.Warning, "{Uri} refused something that nobody waits for ({Code}): {Reason}")]
    public static partial void Refused(ILogger logger, Uri uri, string code, string reason);

    [LoggerMessage(153, LogLevel.Error, "OnStateChanged threw an exception")]
    public static partial void HandlerFault(ILogger logger, Exception exception);
}
