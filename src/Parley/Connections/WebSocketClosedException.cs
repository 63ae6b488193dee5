using Parley.Protocol;

namespace Parley;

/// <summary>Something was to be sent on a connection that is closing or closed.</summary>
/// <param name="code">The code it closed with.</param>
/// <param name="reason">The reason it closed with.</param>
public sealed class WebSocketClosedException(CloseCode code, string reason) : IOException(
    $"The WebSocket is closed: {(ushort)code}{(reason.Length > 0 ? $" ({reason})" : "")}.")
{
    /// <summary>The code it closed with.</summary>
    public CloseCode Code { get; } = code;

    /// <summary>The reason it closed with, or nothing.</summary>
    public string Reason { get; } = reason;
}
