using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {EndPoint}")]
    public static partial void Listening(ILogger logger, object endPoint);

    [LoggerMessage(2, LogLevel.Information, "Handshake from {Peer} refused with {Status}: {Reason}")]
    public static partial void HandshakeRefused(ILogger logger, object? peer, int status, string reason);

    [LoggerMessage(3, LogLevel.Debug, "No such path, asked for by {Peer}: {Path}")]
    public static partial void UnknownPath(ILogger logger, object? peer, string path);

    [LoggerMessage(4, LogLevel.Warning, "{Peer} broke the protocol, closed with {Code}: {Reason}")]
    public static partial void ProtocolBroken(ILogger logger, object? peer, CloseCode code, string reason);

    [LoggerMessage(5, LogLevel.Error, "The handler threw an exception; {Peer} is closed with 1011")]
    public static partial void HandlerFault(ILogger logger, object? peer, Exception exception);

    [LoggerMessage(6, LogLevel.Information, "{Peer} answered no ping and is taken for lost")]
    public static partial void PeerLost(ILogger logger, object? peer);

    [LoggerMessage(7, LogLevel.Warning, "{Peer} reads too slowly, {Bytes} bytes wait; closed with 1013")]
    public static partial void SlowReaderClosed(ILogger logger, object? peer, long bytes);

    [LoggerMessage(8, LogLevel.Warning, "Accepting a connection failed; trying again shortly")]
    public static partial void AcceptFault(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Work on a loop threw an exception")]
    public static partial void LoopFault(ILogger logger, Exception exception);

    [LoggerMessage(40, LogLevel.Warning, "No more connections can be accepted for now: {Reason}. Those who connect wait")]
    public static partial void AcceptPaused(ILogger logger, string reason);

    [LoggerMessage(41, LogLevel.Information, "Connections are accepted again")]
    public static partial void AcceptResumed(ILogger logger);

    [LoggerMessage(42, LogLevel.Warning, "{Handler} has held its loop for more than {Milliseconds} ms; other connections wait meanwhile")]
    public static partial void LoopHeld(ILogger logger, string handler, long milliseconds);
}
