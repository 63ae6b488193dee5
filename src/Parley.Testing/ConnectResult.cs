using Parley.Protocol;

namespace Parley.Testing;

/// <summary>What a consumer answered a client that wanted to connect.</summary>
/// <param name="IsAccepted">Whether the connection has been opened.</param>
/// <param name="Subprotocol">The subprotocol agreed on, or null.</param>
/// <param name="Refusal">The HTTP answer, if the connection has not been opened; else null.</param>
public sealed record ConnectResult(bool IsAccepted, string? Subprotocol, HttpReply? Refusal)
{
    /// <summary>The HTTP status: 101, or that of the refusal.</summary>
    public int StatusCode => Refusal?.StatusCode ?? 101;
}
