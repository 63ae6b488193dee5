namespace Parley.Channels;

/// <summary>What a client is told of an exception that its request met.</summary>
internal readonly record struct RequestFault(string Code, string Message, TimeSpan? RetryAfter)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    public bool IsDefect => RetryAfter is null;

    public static RequestFault Of(Exception exception) => exception switch
    {
        HistoryException { Error: HistoryError.Full } => Unavailable("The history's disk is full."),
        HistoryException { Error: HistoryError.Busy } => Unavailable("More waits to be kept than may wait."),
        HistoryException => Unavailable("History can't be reached."),
        IOException or TimeoutException or ObjectDisposedException or OperationCanceledException =>
            Unavailable("What the groups stand on can't be reached."),
        _ => new RequestFault(SessionErrorCode.Internal, "The server met an error.", null),
    };

    private static RequestFault Unavailable(string message) => new(SessionErrorCode.Unavailable, message, _pause);
}
