namespace Parley.Protocol;

/// <summary>Which end of the connection a <see cref="WebSocketProtocol"/> speaks for.</summary>
public enum Role : byte
{
    /// <summary>Receives masked frames and sends unmasked ones (RFC 6455 section 5.1).</summary>
    Server,

    /// <summary>Receives unmasked frames and sends masked ones (RFC 6455 section 5.1).</summary>
    Client,
}
