using Parley.Protocol;

namespace Parley.Testing;

/// <summary>A message was waited for, and the connection has closed instead.</summary>
/// <param name="code">The close code; 1006 if there was none.</param>
/// <param name="reason">The reason.</param>
/// <param name="fault">What the consumer threw, if it did.</param>
public sealed class CommunicatorClosedException(CloseCode code, string reason, Exception? fault)
    : Exception($"The connection is closed: {(int)code}{(reason.Length > 0 ? $" ({reason})" : "")}.", fault)
{
    /// <summary>The close code; 1006 if there was none.</summary>
    public CloseCode Code { get; } = code;

    /// <summary>The reason.</summary>
    public string Reason { get; } = reason;
}
