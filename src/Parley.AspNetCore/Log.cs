using Microsoft.Extensions.Logging;

namespace Parley.AspNetCore;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Information, "Handshake from {Peer} refused with {Status}: {Reason}")]
    public static partial void HandshakeRefused(ILogger logger, object? peer, int status, string reason);

    [LoggerMessage(202, LogLevel.Debug, "{Peer} went away while it was being accepted")]
    public static partial void UpgradeFault(ILogger logger, object? peer, Exception exception);
}
