namespace Parley.Cli;

/// <summary>How a handshake ended.</summary>
internal enum AnswerKind
{
    /// <summary>With an HTTP status.</summary>
    Status,

    /// <summary>The connection ended without an answer.</summary>
    Dropped,

    /// <summary>Something came that is not HTTP.</summary>
    NotHttp,

    /// <summary>Nothing came in time.</summary>
    None,
}
