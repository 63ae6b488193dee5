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

    [LoggerMessage(20, LogLevel.Information, "TLS with the certificate of {Subject}, valid until {End:u}, SHA-256 {Fingerprint}")]
    public static partial void Certificate(ILogger logger, string subject, DateTime end, string fingerprint);

    [LoggerMessage(21, LogLevel.Warning, "The certificate of {Subject} expired at {End:u}; clients will refuse it")]
    public static partial void CertificateExpired(ILogger logger, string subject, DateTime end);

    [LoggerMessage(22, LogLevel.Warning, "The certificate of {Subject} is valid only from {Start:u}; clients will refuse it")]
    public static partial void CertificateNotYetValid(ILogger logger, string subject, DateTime start);

    [LoggerMessage(23, LogLevel.Information, "The certificate's files have changed; new connections get the new certificate")]
    public static partial void CertificateReplaced(ILogger logger);

    [LoggerMessage(24, LogLevel.Warning, "The certificate's files have changed and can't be used; the old certificate stays. {Reason}")]
    public static partial void CertificateBroken(ILogger logger, string reason);

    [LoggerMessage(25, LogLevel.Debug, "TLS handshake with {Peer} failed: {Reason}")]
    public static partial void TlsHandshakeFailed(ILogger logger, object? peer, string reason);

    [LoggerMessage(26, LogLevel.Warning, "{Count} connections dropped, since too many TLS handshakes wait")]
    public static partial void TlsHandshakesDropped(ILogger logger, int count);

    [LoggerMessage(28, LogLevel.Warning,
        "{Count} connections refused, {SameAddress} of them since their address had too many; the latest from {Peer}")]
    public static partial void ConnectionsRefused(ILogger logger, int count, int sameAddress, object? peer);

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

    // The reason alone: without descriptors, the exception's stack could not be written down.
    [LoggerMessage(8, LogLevel.Warning, "Accepting connections pauses: {Reason}")]
    public static partial void AcceptPaused(ILogger logger, string reason);

    [LoggerMessage(27, LogLevel.Information, "Accepting connections again, after {Attempts} attempts failed")]
    public static partial void AcceptResumed(ILogger logger, int attempts);

    [LoggerMessage(30, LogLevel.Error, "The answer to {Peer} for {Path} could not be made; it is a 500")]
    public static partial void AnswerFault(ILogger logger, object? peer, string path, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Work on a loop threw an exception")]
    public static partial void LoopFault(ILogger logger, Exception exception);

    [LoggerMessage(29, LogLevel.Warning, "{Handler} has held its loop for more than {Milliseconds} ms; other connections wait meanwhile")]
    public static partial void LoopHeld(ILogger logger, string handler, long milliseconds);
}
