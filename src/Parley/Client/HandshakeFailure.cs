namespace Parley;

/// <summary>At which step a WebSocket came to nothing.</summary>
public enum HandshakeFailure
{
    /// <summary>The server answered something that opens no WebSocket: no HTTP, or a 101 that breaks the rules.</summary>
    InvalidAnswer,

    /// <summary>The server's name has no address, or nobody could be asked for it.</summary>
    NameNotFound,

    /// <summary>No address of the server took the connection.</summary>
    Unreachable,

    /// <summary>TLS could not be agreed on.</summary>
    Tls,

    /// <summary>The server's certificate does not prove that it is the one that was asked for.</summary>
    Certificate,

    /// <summary>The proxy refused, or does not speak as it should.</summary>
    Proxy,

    /// <summary>The connection ended before the server had answered.</summary>
    ConnectionLost,

    /// <summary>The server answered with an HTTP status other than 101.</summary>
    Refused,

    /// <summary>The server sent the client elsewhere, where it does not go: from wss to ws, or once too often.</summary>
    Redirect,
}
