using Parley.Protocol;

namespace Parley;

/// <summary>Something was to be sent on a connection that is closing or closed.</summary>
/// <param name="code">The code it closed with.</param>
/// <param name="reason">The reason it closed with.</param>
public sealed class WebSocketClosedException(CloseCode code, string reason) : IOException(
    $"The WebSocket is closed: {(ushort)code}{(Explain(code, reason) is { Length: > 0 } why ? $" ({why})" : "")}.")
{
    /// <summary>The code it closed with.</summary>
    public CloseCode Code { get; } = code;

    /// <summary>The reason it closed with, or nothing.</summary>
    public string Reason { get; } = reason;

    private static string Explain(CloseCode code, string reason) => code switch
    {
        _ when reason.Length > 0 => reason,
        CloseCode.AbnormalClosure => "the connection ended without a Close frame",
        CloseCode.NoStatusReceived => "the Close frame had no code",
        _ => "",
    };
}
