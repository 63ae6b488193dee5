namespace Parley.Protocol;

/// <summary>
/// The status codes of RFC 6455 section 7.4.1 and the registry it started. Any value from 3000 to 4999 may be used
/// as well: cast it.
/// </summary>
public enum CloseCode : ushort
{
    /// <summary>The purpose of the connection has been fulfilled.</summary>
    NormalClosure = 1000,

    /// <summary>A server is going down, or a page was left.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError = 1002,

    /// <summary>The peer sent a kind of data that can't be accepted.</summary>
    UnsupportedData = 1003,

    /// <summary>No close code was given. Never on the wire: it reports an empty Close frame.</summary>
    NoStatusReceived = 1005,

    /// <summary>The connection ended without a Close frame. Never on the wire.</summary>
    AbnormalClosure = 1006,

    /// <summary>A text message was not UTF-8.</summary>
    InvalidPayloadData = 1007,

    /// <summary>A message broke the receiver's policy.</summary>
    PolicyViolation = 1008,

    /// <summary>A message is larger than the receiver takes.</summary>
    MessageTooBig = 1009,

    /// <summary>A client wanted an extension that the server did not offer.</summary>
    MandatoryExtension = 1010,

    /// <summary>The server met an error of its own.</summary>
    InternalError = 1011,

    /// <summary>The server restarts; come back.</summary>
    ServiceRestart = 1012,

    /// <summary>The server is overloaded, or this connection was too slow for it; come back later.</summary>
    TryAgainLater = 1013,

    /// <summary>A gateway got a bad answer from the server behind it.</summary>
    BadGateway = 1014,

    /// <summary>The TLS handshake failed. Never on the wire.</summary>
    TlsHandshake = 1015,

    /// <summary>
    /// The peer has to say who it is, or to say it again. Registered with IANA; what 401 is to a request.
    /// </summary>
    Unauthorized = 3000,
}
