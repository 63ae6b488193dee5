namespace Parley.Channels;

/// <summary>A request that waits for its answer.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="Text">What is sent.</param>
/// <param name="Answered">Takes the answer.</param>
/// <param name="Refused">Takes a refusal; null if the connection was lost and the request with it.</param>
internal sealed record ClientRequest(
    long Number, byte[] Text, AnswerHandler Answered, Action<SessionException?> Refused)
{
    /// <summary>Whether it belongs to one connection, and is over with it. Others are sent again on the next.</summary>
    public bool IsOfOneConnection { get; init; }
}
