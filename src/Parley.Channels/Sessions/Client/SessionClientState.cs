namespace Parley.Channels;

/// <summary>How a <see cref="SessionClient"/> stands with its server.</summary>
public enum SessionClientState
{
    /// <summary>A connection is being made, or is not welcomed yet.</summary>
    Connecting,

    /// <summary>The server has welcomed the client.</summary>
    Open,

    /// <summary>The connection was lost. Another one is made after a pause.</summary>
    Waiting,

    /// <summary>Closed for good.</summary>
    Closed,
}
