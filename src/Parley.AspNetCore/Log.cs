using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Information, "Handshake from {Peer} for {Path} refused with {Status}: {Reason}")]
    public static partial void HandshakeRefused(ILogger logger, object? peer, string path, int status, string reason);

    [LoggerMessage(202, LogLevel.Debug, "{Peer} went away while it was being accepted")]
    public static partial void UpgradeFault(ILogger logger, object? peer, Exception exception);

    [LoggerMessage(203, LogLevel.Debug, "{Peer} opened {Path}")]
    public static partial void Opened(ILogger logger, object? peer, string path);

    [LoggerMessage(204, LogLevel.Debug, "{Peer} closed {Path} with {Code} after {Duration}")]
    public static partial void Closed(ILogger logger, object? peer, string path, CloseCode code, TimeSpan duration);
}
