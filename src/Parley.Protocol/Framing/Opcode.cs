namespace Parley.Protocol;

/// <summary>The opcodes of RFC 6455 section 5.2. Other values are reserved and refused.</summary>
public enum Opcode : byte
{
    /// <summary>Continues a fragmented message.</summary>
    Continuation = 0x0,

    /// <summary>Starts a text message.</summary>
    Text = 0x1,

    /// <summary>Starts a binary message.</summary>
    Binary = 0x2,

    /// <summary>Starts or answers the close handshake.</summary>
    Close = 0x8,

    /// <summary>Asks the peer for a <see cref="Pong"/>.</summary>
    Ping = 0x9,

    /// <summary>Answers a <see cref="Ping"/>, or is sent unasked.</summary>
    Pong = 0xA,
}
