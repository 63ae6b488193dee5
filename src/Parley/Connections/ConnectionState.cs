namespace Parley;

/// <summary>How far a connection is in its life.</summary>
public enum ConnectionState
{
    /// <summary>The opening handshake has not been answered. A group's messages wait, within bounds.</summary>
    Connecting,

    /// <summary>Messages go both ways.</summary>
    Open,

    /// <summary>No more can be sent: the close handshake is under way.</summary>
    Closing,

    /// <summary>The connection has ended.</summary>
    Closed,
}
