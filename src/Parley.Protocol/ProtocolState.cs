namespace Parley.Protocol;

/// <summary>How far a connection is in its life after the opening handshake.</summary>
public enum ProtocolState : byte
{
    /// <summary>Messages go both ways.</summary>
    Open,

    /// <summary>A Close frame was sent and the peer's is awaited. What else it sends is checked and dropped.</summary>
    CloseSent,

    /// <summary>
    /// The peer broke the protocol and was sent a Close frame, if none had been. What it sends is dropped unread until
    /// its own Close frame comes.
    /// </summary>
    Failed,

    /// <summary>Both Close frames have passed. Whatever else comes is dropped.</summary>
    Closed,
}
