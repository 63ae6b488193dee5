namespace Parley.Protocol;

/// <summary>What the passing of time brought about.</summary>
public enum TickResult
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A ping was written.</summary>
    PingSent,

    /// <summary>The peer did not answer a ping: it is lost, and the connection should be dropped.</summary>
    PeerLost,

    /// <summary>The peer did not answer a Close frame: the connection should be dropped.</summary>
    CloseTimedOut,
}
