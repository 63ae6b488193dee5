namespace Parley.Cli;

/// <summary>What became of a WebSocket.</summary>
internal enum EndingKind
{
    /// <summary>The server closed it with a Close frame.</summary>
    Closed,

    /// <summary>The server dropped the connection.</summary>
    Dropped,

    /// <summary>It was still open when the time was over.</summary>
    Open,
}
